/** Longer than any name that the page makes, shorter than the limits of file systems. */
const maxCharacters = 180;

/**
 * Removes everything from a file name that a file system or a shell could misinterpret: names contain ids, which may come from
 * untrusted files.
 */
export function safeFileName(name: string): string {
  return (
    name
      .replaceAll(/[^\w.=-]+/g, '-')
      .replaceAll(/\.{2,}/g, '.')
      .replace(/^[.-]+/, '')
      .slice(-maxCharacters) || 'file'
  );
}
