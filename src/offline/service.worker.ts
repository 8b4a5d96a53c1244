import { heldVersions } from './openVersions.ts';
import {
  askedFile,
  cacheName,
  forgetUnused,
  storedFile,
  storeVersion,
  type VersionPlace,
} from './storedVersions.ts';

/*
 * The service worker: the page without a network. It answers with the files of its own version, and to the pages of another one
 * that are open still, with theirs.
 */

declare const self: ServiceWorkerGlobalScope;
/** The build puts it there (`build/versionFiles.ts`). */
declare const VERSION: string;

const place: VersionPlace = { scope: self.registration.scope, version: VERSION };

self.addEventListener('install', (event) => {
  event.waitUntil(storeVersion(place));
});

self.addEventListener('activate', (event) => {
  // From the first visit on: parts that come later are those of the page that is open, whatever its server has by then.
  event.waitUntil(self.clients.claim().then(forgetOthers));
});

self.addEventListener('message', (event) => {
  // Pages of all versions say it so.
  if (event.data?.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
  else if (event.data?.type === 'PAGE_OPENED') event.waitUntil(forgetOthers());
});

self.addEventListener('fetch', (event) => {
  const url = askedFile(event.request, place.scope);
  if (url !== null) event.respondWith(answer(url, event.request));
});

async function answer(url: URL, request: Request): Promise<Response> {
  // A cache that cannot be read is like one that is not there.
  const stored = await storedFile(url, place).catch(() => undefined);
  return stored ?? fetch(request);
}

/** Deletes the files of other versions, unless a page may need them. */
async function forgetOthers(): Promise<void> {
  const { registration, clients } = self;
  // That one's files are among those of others.
  if (registration.installing || registration.waiting) return;
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const pages = windows.filter(({ url }) => url.startsWith(place.scope));
  const held = await heldVersions(place.scope);
  // A page that has not told its version yet, or comes from before versions were told.
  if (held !== null && held.length < pages.length) return;
  await forgetUnused(place.scope, cacheName(place.scope, place.version), held);
}
