import type { Chosen } from '../../data/chosen.ts';
import type { Session } from '../../session/session.ts';
import type { DroppedItem } from '../common/droppedItems.ts';

/** Files and folders within one folder. One with more was not meant. */
const maxEntries = 10_000;

/**
 * The files that were dropped, and those in the folders, once it is known what is stored. What cannot be had is named, and does
 * not stop the others.
 */
export async function chosenByDrop(
  items: readonly DroppedItem[],
  store: Session['store'],
): Promise<readonly Chosen[]> {
  const chosen = await Promise.all(items.map(chosenItem));
  await whenChecked(store);
  return chosen.flat();
}

function whenChecked(store: Session['store']): Promise<void> {
  const isChecking = () => store.getState().data.kind === 'checking';
  return new Promise((resolve) => {
    if (!isChecking()) return resolve();
    const stop = store.subscribe(() => {
      if (isChecking()) return;
      stop();
      resolve();
    });
  });
}

async function chosenItem({ file, entry }: DroppedItem): Promise<readonly Chosen[]> {
  if (entry && isFolder(entry)) return chosenFolder(entry);
  return [file ? { kind: 'file', file } : unreadable(entry?.name ?? 'What was dropped')];
}

async function chosenFolder(folder: FileSystemDirectoryEntry): Promise<readonly Chosen[]> {
  const files: File[] = [];
  const refused: Chosen[] = [];
  // It grows while it is walked.
  const entries: FileSystemEntry[] = [folder];
  for (const entry of entries) {
    try {
      if (isFolder(entry)) for await (const inner of entriesOf(entry)) entries.push(inner);
      else if (isFile(entry)) files.push(await fileOf(entry));
    } catch {
      refused.push(unreadable(entry.name));
    }
    if (entries.length > maxEntries) return [tooLarge(folder.name)];
  }
  return [{ kind: 'folder', name: folder.name, files }, ...refused];
}

/** A browser gives some at a time, Chromium a hundred. */
async function* entriesOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry, void, void> {
  const reader = folder.createReader();
  for (let given = 0; given <= maxEntries; ) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    yield* some;
    given += some.length;
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function unreadable(file: string): Chosen {
  return { kind: 'refused', failure: { code: 'file-unreadable', details: { file } } };
}

function tooLarge(folder: string): Chosen {
  return { kind: 'refused', failure: { code: 'folder-too-large', details: { folder, limit: maxEntries } } };
}
