import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import { chosenByDrop } from '../../../src/ui/data/chosenByDrop.ts';

/** Texts are files; a file that is null cannot be read. */
type Tree = { readonly [name: string]: Tree | string | null };

/** An entry as a browser gives it: a folder is read a few entries at a time. */
function entryOf(name: string, content: Tree[string]): FileSystemEntry {
  const refuse = (_: unknown, failed?: (error: DOMException) => void) =>
    failed?.(new DOMException('no', 'NotReadableError'));
  const isFolder = typeof content === 'object' && content !== null;
  const rest = isFolder ? Object.entries(content).map(([inner, value]) => entryOf(inner, value)) : [];
  const readEntries = (done: (entries: FileSystemEntry[]) => void) => done(rest.splice(0, 2));
  return Object.assign(Object.create(null), {
    name,
    isDirectory: isFolder,
    isFile: !isFolder,
    createReader: () => ({ readEntries: name === 'locked folder' ? refuse : readEntries }),
    file: content === null ? refuse : (done: (file: File) => void) => done(new File([String(content)], name)),
  });
}

const dropped = (name: string, content: Tree[string]) => ({
  file: new File([''], name),
  entry: entryOf(name, content),
});

const storeWith = (data: SessionState['data']) =>
  createStore<SessionState>(() => ({ ...initialState, data }));

const summary = async (...items: Parameters<typeof chosenByDrop>[0]) =>
  (await chosenByDrop(items, storeWith({ kind: 'incomplete', stored: [], failure: null }))).map((one) => {
    if (one.kind === 'file') return one.file.name;
    return one.kind === 'folder' ? { [one.name]: one.files.map(({ name }) => name) } : one.failure;
  });

describe('what is dropped', () => {
  it('right after the page has opened waits until it is known what is stored', async () => {
    const store = storeWith({ kind: 'checking' });
    let chosen: readonly unknown[] | null = null;
    const choosing = chosenByDrop([dropped('a.bin', 'a')], store).then((files) => {
      chosen = files;
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect(chosen).toBeNull();
    store.setState({ data: { kind: 'incomplete', stored: [], failure: null } });
    await choosing;
    expect(chosen).toHaveLength(1);
  });

  it('is files, those of folders and of the folders in them, however many', async () => {
    const many = Object.fromEntries(Array.from({ length: 251 }, (_, index) => [`${index}.txt`, 'x']));
    const tree = { 'a.bin': 'a', inner: { 'b.bin': 'b', deeper: { 'c.bin': 'c' }, empty: {} }, many };
    expect(await summary(dropped('d.bin', 'd'), dropped('folder', tree))).toEqual([
      'd.bin',
      { folder: ['a.bin', 'b.bin', ...Object.keys(many), 'c.bin'] },
    ]);
  });

  it('may be an empty folder, or a file that is on no disk', async () => {
    expect(await summary(dropped('empty', {}), { file: new File([''], 'pasted'), entry: null })).toEqual([
      { empty: [] },
      'pasted',
    ]);
  });

  it('may have parts that cannot be read: they are named, the others are taken', async () => {
    const tree = { 'a.bin': 'a', 'locked.bin': null, 'locked folder': {} };
    const unreadable = (file: string) => ({ code: 'file-unreadable', details: { file } });
    expect(
      await summary(dropped('folder', tree), { file: null, entry: null }, dropped('b.bin', 'b')),
    ).toEqual([
      { folder: ['a.bin'] },
      unreadable('locked.bin'),
      unreadable('locked folder'),
      unreadable('What was dropped'),
      'b.bin',
    ]);
  });

  it('may be a folder that was not meant, with more files than it is worth to look at', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [index, 'x']));
    expect(await summary(dropped('home', { inner: many }), dropped('a.bin', 'a'))).toEqual([
      { code: 'folder-too-large', details: { folder: 'home', limit: 10_000 } },
      'a.bin',
    ]);
  });
});
