import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const documentation = fileURLToPath(new URL('../../docs/architecture.md', import.meta.url));

interface Import {
  readonly from: string;
  /** Within `src/`, or the name of a package. */
  readonly to: string;
  /** The compiler removes it. */
  readonly isTypeOnly: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.includes('kernels/'),
);
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const text = readFileSync(join(source, from), 'utf8');
  const statements = text.matchAll(
    /(?:^|\n)(?:import|export) (type )?(?:([^'";]*?) from )?'([^']+)'|import\('([^']+)'\)/g,
  );
  return [...statements].flatMap(([, type, names, path, dynamic]) => {
    const specifier = path ?? dynamic ?? '';
    const isTypeOnly = type !== undefined || (names !== undefined && onlyTypes(names));
    const to = specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : specifier;
    return [{ from, to: to.replace(/\?.*$/, ''), isTypeOnly }];
  });
}

/** `{ type One, type Other }` */
function onlyTypes(names: string): boolean {
  const list = /^\{(.*)\}$/s.exec(names.trim())?.[1];
  const entries = list?.split(',').map((name) => name.trim()) ?? [];
  return list !== undefined && entries.filter(Boolean).every((name) => name.startsWith('type '));
}

/** The folder of `src/` that a file is in; a file beside the folders is its own. */
function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file;
}

/** The rows of the table in docs/architecture.md, from the top floor to the ground. */
const floors = [
  ...readFileSync(documentation, 'utf8').matchAll(/^\| `(?:src\/)?([\w.]+)\/?` \|.*\| (.*) \|$/gm),
].map(([, folder = '', allowed = '']) => ({
  folder,
  mayImport: [...allowed.matchAll(/`([\w.]+)\/?`/g)].map(([, name = '']) => name),
}));

describe('the folders of src/', () => {
  it('are those that docs/architecture.md lists', () => {
    expect(floors.map(({ folder }) => folder).toSorted()).toEqual(
      [...new Set(files.map(folderOf))].toSorted(),
    );
  });

  it('may import from floors below their own alone', () => {
    const upward = floors.flatMap(({ folder, mayImport }, place) => {
      const below = floors.slice(place + 1).map((floor) => floor.folder);
      return mayImport.filter((name) => !below.includes(name)).map((name) => `${folder} → ${name}`);
    });
    expect(upward).toEqual([]);
  });

  it('import what the table allows, and all of that', () => {
    for (const { folder, mayImport } of floors) {
      const imported = imports
        .filter(({ from, to }) => folderOf(from) === folder && files.includes(to) && folderOf(to) !== folder)
        .map(({ to }) => folderOf(to));
      expect({ folder, imports: [...new Set(imported)].toSorted() }).toEqual({
        folder,
        imports: mayImport.toSorted(),
      });
    }
  });
});

describe('the files of src/', () => {
  it('do not import each other in a circle, not even for types', () => {
    expect(circles()).toEqual([]);
  });

  it('reach TensorFlow.js only in workers; the page draws with tfjs-vis', () => {
    const page = reachable('main.tsx');
    const tensorFlow = imports.filter(
      ({ from, to, isTypeOnly }) => !isTypeOnly && page.has(from) && to.startsWith('@tensorflow/'),
    );
    expect(tensorFlow).not.toEqual([]);
    for (const { to } of tensorFlow) expect(to).toMatch(/^@tensorflow\/tfjs-vis(\/|$)/);
  });

  it('know neither the page nor a browser’s storage in the lower half', () => {
    const lower = [
      'training',
      'model',
      'network',
      'input',
      'backend',
      'inspection',
      'configuration',
      'history',
    ];
    const strangers = imports.filter(
      ({ from, to }) => lower.includes(folderOf(from)) && /^(react|zustand|@tensorflow\/tfjs-vis)/.test(to),
    );
    expect(strangers).toEqual([]);
  });
});

/** The files that the page loads, at once or on demand. Workers are separate programs, started by their address. */
function reachable(start: string): ReadonlySet<string> {
  const found = new Set([start]);
  for (const file of found) {
    for (const { from, to, isTypeOnly } of imports) {
      if (from === file && !isTypeOnly && files.includes(to)) found.add(to);
    }
  }
  return found;
}

/** Circular imports, as paths. */
function circles(): string[] {
  const finished = new Set<string>();
  const found: string[] = [];
  function visit(file: string, path: readonly string[]): void {
    const place = path.indexOf(file);
    if (place >= 0) found.push([...path.slice(place), file].map((step) => relative('.', step)).join(' → '));
    if (place >= 0 || finished.has(file)) return;
    for (const { from, to } of imports) {
      if (from === file && files.includes(to)) visit(to, [...path, file]);
    }
    finished.add(file);
  }
  for (const file of files) visit(file, []);
  return found;
}
