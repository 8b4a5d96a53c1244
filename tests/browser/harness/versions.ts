import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { integrityOf } from '../../../build/versionFiles.ts';

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));

/** The built page, and the same page as other builds would name it: each asset by another name. */
export type VersionName = 'first' | 'second';

/** The files of a version, by their addresses below the page's folder. */
export type Version = ReadonlyMap<string, Buffer>;

const assetName = /^assets\/(.+)-([\w-]{8})\.(js|css)$/;
const textFile = /\.(html|js|css)$/;

export async function builtVersions(): Promise<Readonly<Record<VersionName, Version>>> {
  const first = await builtVersion();
  return { first, second: renamed(first) };
}

async function builtVersion(): Promise<Version> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length).replaceAll('\\', '/'))
    .filter((name) => !name.startsWith('cifar-10/'));
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(dist, name))] as const)),
  );
}

/** A person sees the version by nothing; a test by an attribute of `<html>`. */
function renamed(version: Version): Version {
  const names = [...version.keys()].flatMap((name) => {
    const [, stem, hash = '', type] = assetName.exec(name) ?? [];
    return stem === undefined
      ? []
      : [[`${stem}-${hash}.${type}`, `${stem}-2nd${hash.slice(3)}.${type}`] as const];
  });
  const withNewNames = (text: string) =>
    names.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);

  const files = new Map<string, Buffer>();
  /** What stands for the contents in lists: of the first version, and of this one. */
  const digests: (readonly [string, string])[] = [];
  function add(name: string, change: (text: string) => string): void {
    const content = version.get(name) ?? Buffer.alloc(0);
    const changed = textFile.test(name) ? Buffer.from(change(withNewNames(content.toString()))) : content;
    files.set(withNewNames(name), changed);
    digests.push([integrityOf(content), integrityOf(changed)]);
  }
  const withNewDigests = (text: string) =>
    digests.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);

  for (const name of version.keys()) if (name !== 'index.html' && name !== 'sw.js') add(name, (text) => text);
  add('index.html', (text) => withNewDigests(text).replace('<html ', '<html data-version="second" '));
  add('sw.js', withNewDigests);
  return files;
}
