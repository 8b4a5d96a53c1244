import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { integrityOf } from '../../../build/versionFiles.ts';

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));

/**
 * The built page, and the same page as another build would name it: each asset by another name. A person sees the second by nothing,
 * a test by an attribute of `<html>`.
 */
export type VersionName = 'first' | 'second';

/** The files of a version, by their addresses below the page's folder. */
export type Version = ReadonlyMap<string, Buffer>;

const assetName = /^assets\/(.+)-([\w-]{8})\.(js|css)$/;
const textFile = /\.(html|js|css)$/;

export type Versions = Readonly<Record<VersionName, Version>>;

/** @param change the text of a file, in both versions; as it was built where it is left out */
export async function builtVersions(change: TextChange = (_, text) => text): Promise<Versions> {
  const built = await builtVersion();
  return {
    first: changed(built, new Map(), change),
    second: changed(built, newNames(built), (name, text) =>
      change(name, name === 'index.html' ? text.replace('<html ', '<html data-version="second" ') : text),
    ),
  };
}

/** @param name as it was built */
type TextChange = (name: string, text: string) => string;

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

/** Of the assets, without their folder. */
function newNames(version: Version): ReadonlyMap<string, string> {
  return new Map(
    [...version.keys()].flatMap((name) => {
      const [, stem, hash = '', type] = assetName.exec(name) ?? [];
      return stem === undefined
        ? []
        : [[`${stem}-${hash}.${type}`, `${stem}-2nd${hash.slice(3)}.${type}`] as const];
    }),
  );
}

/** The version with other names and texts, and with the digests of those where it lists them. */
function changed(version: Version, names: ReadonlyMap<string, string>, change: TextChange): Version {
  const digests = new Map<string, string>();
  const files = new Map<string, Buffer>();
  const withNewNames = replacing(names);

  function add(name: string, replaceDigests: (text: string) => string): void {
    const content = version.get(name) ?? Buffer.alloc(0);
    const text = () => replaceDigests(change(name, withNewNames(content.toString())));
    const changedContent = textFile.test(name) ? Buffer.from(text()) : content;
    files.set(withNewNames(name), changedContent);
    digests.set(integrityOf(content), integrityOf(changedContent));
  }

  for (const name of version.keys()) if (name !== 'index.html' && name !== 'sw.js') add(name, (text) => text);
  add('index.html', replacing(digests));
  add('sw.js', replacing(digests));
  return files;
}

/** The map may grow until it is used. */
function replacing(replacements: ReadonlyMap<string, string>): (text: string) => string {
  return (text) => {
    let replaced = text;
    for (const [from, to] of replacements) replaced = replaced.replaceAll(from, to);
    return replaced;
  };
}
