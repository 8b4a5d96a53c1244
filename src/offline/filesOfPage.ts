import { putAside } from './storedVersions.ts';
import { readVersionFiles, versionFilesId } from './versionFiles.ts';

/** A run may begin later than this only where the page's files are not there yet: on a slow network, at the first visit. */
const maxWaitMs = 3_000;

/** Whether all were found or stored before: a page keeps them as long as it is open. */
let areKept = false;

/**
 * Sees to it that all files of the page that is open are stored, so that a newer version on the server takes none of its workers
 * and later parts away. Usually its service worker has stored them. Waits for a few seconds at most; without a network, or
 * without caches, it changes nothing.
 */
export async function keepFilesOfPage(): Promise<void> {
  const files = readVersionFiles(document.getElementById(versionFilesId)?.textContent ?? '');
  // In development there is no list, and pages from an insecure origin have no caches.
  if (areKept || files === null || !('caches' in globalThis)) return;
  const scope = new URL('.', document.baseURI).href;
  const keeping = putAside(scope, files).then(
    () => {
      areKept = true;
    },
    () => {},
  );
  await Promise.race([keeping, new Promise((resolve) => setTimeout(resolve, maxWaitMs))]);
}
