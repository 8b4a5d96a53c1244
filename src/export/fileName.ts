/** Longer than any name that the page gives, shorter than what file systems take. */
const maxCharacters = 120;

/** A file's name with nothing in it that a file system or a shell could take amiss: names are made of ids, which come from files. */
export function safeFileName(name: string): string {
  return (
    name
      .replaceAll(/[^\w.-]+/g, '-')
      .replaceAll(/\.{2,}/g, '.')
      .replace(/^[.-]+/, '')
      .slice(-maxCharacters) || 'file'
  );
}
