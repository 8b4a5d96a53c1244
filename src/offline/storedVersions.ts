import { fetchVerified } from './fetchVerified.ts';
import { versionFilesIn } from './versionFiles.ts';

/*
 * The page's files in the browser's caches: one cache for each version, and one for what pages have put aside themselves. Only
 * verified files are written, and the names of those below `assets/` stand for their contents, so that whichever cache has such a
 * file has the right one.
 */

const cacheNameStart = 'cifar-10-in-a-tab';
const pageFile = 'index.html';
const assetsFolder = 'assets/';

/** Which version of which page: others may lie on the same origin. */
export interface VersionPlace {
  /** The page's folder, with a slash at its end. */
  readonly scope: string;
  /** The SHA-256 of the version's `index.html`, as `fetch` takes it. */
  readonly version: string;
}

/** @param content the version, or whatever else the cache has */
export function cacheName(scope: string, content: string): string {
  return `${cacheNameStart} ${scope} ${content}`;
}

function isOfPage(name: string, scope: string): boolean {
  // The second is that of the service workers before these.
  return name.startsWith(`${cacheNameStart} ${scope} `) || name === `workbox-precache-v2-${scope}`;
}

/**
 * Stores a version. What an earlier attempt or another version has stored is not fetched again.
 *
 * @throws TypeError where the server does not have all of its files, each as it must be; what was stored so far stays
 */
export async function storeVersion({ scope, version }: VersionPlace): Promise<void> {
  const cache = await caches.open(cacheName(scope, version));
  const page = new URL(pageFile, scope);
  const stored = await cache.match(page);
  const response = stored ?? (await fetchVerified(page, version, ['default', 'reload']));
  const html = await response.clone().text();
  const files = versionFilesIn(html);
  if (files === null) throw new TypeError(`${pageFile} has no list of files`);
  for (const [name, integrity] of Object.entries(files)) {
    const url = new URL(name, scope);
    if (!(await cache.match(url))) await cache.put(url, await foundFile(url, integrity, scope));
  }
  // Last: where it is, all is.
  if (!stored) await cache.put(page, response);
}

/** From another cache, or else from the server. */
async function foundFile(url: URL, integrity: string, scope: string): Promise<Response> {
  const stored = isAsset(url, scope) ? await caches.match(url) : undefined;
  // What the service workers before these have stored was not verified.
  if (stored && (await hasDigest(stored.clone(), integrity))) return stored;
  return fetchVerified(url, integrity, ['default', 'reload']);
}

/** Whether the file's name stands for its content. */
function isAsset({ href }: URL, scope: string): boolean {
  return href.startsWith(`${scope}${assetsFolder}`);
}

async function hasDigest(response: Response, integrity: string): Promise<boolean> {
  const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
  return integrity === `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/**
 * The address of a file of the page that a request is for; null where it is for something else, such as the pictures, or must
 * come from the server.
 */
export function askedFile(
  { method, url, cache }: Pick<Request, 'method' | 'url' | 'cache'>,
  scope: string,
): URL | null {
  const [address = ''] = url.split(/[?#]/);
  if (method !== 'GET' || cache === 'reload' || !address.startsWith(scope)) return null;
  const name = address.slice(scope.length);
  // A link with a configuration is the same page.
  if (name === '') return new URL(pageFile, scope);
  return name.includes('/') && !name.startsWith(assetsFolder) ? null : new URL(name, scope);
}

/** A stored file of this version or, below `assets/`, of another one that is open still; undefined where there is none. */
export async function storedFile(url: URL, { scope, version }: VersionPlace): Promise<Response | undefined> {
  const own = cacheName(scope, version);
  const found = await (await caches.open(own)).match(url);
  if (found || !isAsset(url, scope)) return found;
  for (const name of await otherCaches(scope, own)) {
    const other = await (await caches.open(name)).match(url);
    if (other) return other;
  }
  return undefined;
}

async function otherCaches(scope: string, own: string | null): Promise<string[]> {
  return (await caches.keys()).filter((name) => name !== own && isOfPage(name, scope));
}

/**
 * Deletes the files of versions that no open page needs.
 *
 * @param kept the cache that stays in any case; null where there is none
 * @param held the scripts of the open pages; null where that cannot be known, and the newest of the other caches stays
 */
export async function forgetUnused(
  scope: string,
  kept: string | null,
  held: readonly string[] | null,
): Promise<void> {
  const others = await otherCaches(scope, kept);
  if (held === null) {
    for (const name of others.slice(0, -1)) await caches.delete(name);
    return;
  }
  const needed: string[] = [];
  for (const script of held) if (kept === null || !(await has(kept, script))) needed.push(script);
  for (const name of others) {
    const uses = await Promise.all(needed.map((script) => has(name, script)));
    if (!uses.includes(true)) await caches.delete(name);
  }
}

async function has(name: string, url: string): Promise<boolean> {
  return (await (await caches.open(name)).match(url)) !== undefined;
}

/**
 * Puts files aside that no cache has, for a page whose own version is not stored: before its service worker is there, a newer
 * version may take their place on the server.
 *
 * @throws TypeError where the server no longer has one of them
 */
export async function putAside(scope: string, files: Readonly<Record<string, string>>): Promise<void> {
  const cache = await caches.open(cacheName(scope, 'put aside'));
  for (const [name, integrity] of Object.entries(files)) {
    const url = new URL(name, scope);
    if (isAsset(url, scope) && !(await caches.match(url))) {
      await cache.put(url, await fetchVerified(url, integrity, ['default', 'reload']));
    }
  }
}
