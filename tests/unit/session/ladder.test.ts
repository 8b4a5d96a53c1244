import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = 'src/session';

/** From the ground up. A folder knows itself and those before it; the files beside the folders wire them. */
const ladder = ['state', 'machine', 'environment', 'run', 'recovery', 'records', 'tabs'];

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => join(root, path))
  .filter((path) => path.endsWith('.ts'));

/** The session's files that a file imports, types included. */
function importsOf(file: string): string[] {
  const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g);
  return [...specifiers]
    .map(([, specifier = '']) => normalize(join(dirname(file), specifier)))
    .filter((path) => path.startsWith(`${root}/`));
}

/** Where a file stands; above all folders where it is in none of them. */
function rungOf(file: string): number {
  const [folder = ''] = relative(root, file).split('/');
  const rung = ladder.indexOf(folder);
  return rung < 0 ? ladder.length : rung;
}

describe('the session', () => {
  it('has no folder beside the ladder', () => {
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...ladder].sort());
  });

  it.each(files)('%s imports nothing from above', (file) => {
    expect(importsOf(file).filter((path) => rungOf(path) > rungOf(file))).toEqual([]);
  });

  it('has no circle of imports, not even of types', () => {
    const done = new Set<string>();
    function visit(file: string, way: readonly string[]): void {
      expect(way, `a circle: ${[...way, file].join(' → ')}`).not.toContain(file);
      if (done.has(file)) return;
      for (const imported of importsOf(file)) visit(imported, [...way, file]);
      done.add(file);
    }
    for (const file of files) visit(file, []);
  });

  it('has a machine that is pure: it knows no store, no timer, no browser', () => {
    const machine = files.filter(
      (file) => file.startsWith(`${root}/machine/`) || file.startsWith(`${root}/state/`),
    );
    for (const file of machine) {
      expect(readFileSync(file, 'utf8')).not.toMatch(
        /zustand|setTimeout|Date\.now|Math\.random|await |navigator|document\./,
      );
    }
  });
});
