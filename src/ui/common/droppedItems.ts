/** A file or folder that was dropped. */
export interface DroppedItem {
  /** Also for a folder, as which it cannot be read. */
  readonly file: File | null;
  /** Null for a file that is on no disk. */
  readonly entry: FileSystemEntry | null;
}

/** What is dropped can be asked for only while the drop is handled; what is in its folders, later. */
export function droppedItems({ items }: DataTransfer): readonly DroppedItem[] {
  return [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }));
}
