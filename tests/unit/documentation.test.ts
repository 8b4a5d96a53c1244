import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = [
  'README.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];
const folders = ['bench', 'build', 'commands', 'docs', 'src', 'tests'];

/** Made by commands, or below a built page: not in the repository. */
const generated = /^(test-results|bench-results|dist|cifar-10)\//;

/** Every file and folder as `/src/data/`, `/src/data/cifar10.ts`. */
const known = [
  ...readdirSync(root).map((name) => `/${name}`),
  ...folders.flatMap((folder) => [
    `/${folder}/`,
    ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).map((entry) => {
      const path = join(entry.parentPath, entry.name).slice(root.length);
      return `/${path.replaceAll('\\', '/')}${entry.isDirectory() ? '/' : ''}`;
    }),
  ]),
];

/** Names in backticks that end like a file or a folder, or begin with a folder of the repository or of `src/`. */
function pathsIn(markdown: string): string[] {
  return [...markdown.matchAll(/`([\w-][\w.-]*(?:\/[\w.-]+)*\/?)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => /\/$|\.(ts|tsx|mjs|json|py|md|html|css)$/.test(path) || isBelowFolder(path))
    .filter((path) => !generated.test(path));
}

function isBelowFolder(path: string): boolean {
  const [first = '', ...rest] = path.split('/');
  return rest.length > 0 && (folders.includes(first) || existsSync(join(root, 'src', first)));
}

/** A page may leave out the beginning of a path that the sentence around it gives. */
function exists(path: string): boolean {
  return known.some((file) => file.endsWith(`/${path}`) || file.endsWith(`/${path}/`));
}

describe('the documentation', () => {
  it.each(pages)('names only files and folders that exist: %s', (page) => {
    const paths = pathsIn(readFileSync(join(root, page), 'utf8'));
    expect(paths.filter((path) => !exists(path))).toEqual([]);
  });

  it('has its paths recognized', () => {
    expect(pathsIn('`src/gone.ts`, `doctor/`, `npm test`, `data/x`, `dist/`, `model.fit`')).toEqual([
      'src/gone.ts',
      'doctor/',
      'data/x',
    ]);
    expect(exists('src/gone.ts')).toBe(false);
  });
});
