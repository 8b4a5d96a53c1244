import type { ExportedFile } from '../../export/exportedFile.ts';

/** Whether the browser can hand a picture to other programs. */
export function canSharePictures(): boolean {
  const probe = new File([], 'card.png', { type: 'image/png' });
  // Absent in some browsers, and where the page is not secure.
  return 'canShare' in navigator && navigator.canShare({ files: [probe] });
}

/** Opens the system's share sheet. A person who closes it has only changed their mind. */
export async function sharePicture({ name, mediaType, bytes }: ExportedFile, text: string): Promise<void> {
  const files = [new File([bytes], name, { type: mediaType })];
  try {
    await navigator.share({ files, text });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  }
}
