import { fetchVerified } from './fetchVerified.ts';
import { heldVersions } from './openVersions.ts';
import { forgetUnused } from './storedVersions.ts';
import { versionFilesIn } from './versionFiles.ts';

/*
 * Runs within `index.html` itself, because a server that has only half of a version may answer every script with something else.
 * It notices that the page's code did not start, says so, and offers to load the page again without the stored version. The
 * sentences are in `index.html`.
 */

/** On a slow network, the page's code may still come. */
const slowAfterMs = 8_000;
const offeredAfterMs = 20_000;

let hasStarted = false;
let isPartMissing = false;
/** What `index.html` names; null while it is still read, and nothing else can have come. */
let parts: ReadonlySet<Element> | null = null;

// A script or style sheet that did not come, or was something else. The event does not bubble.
addEventListener('error', onError, true);
document.addEventListener('readystatechange', onPageRead, { once: true });
setTimeout(() => !hasStarted && !isPartMissing && show('slow'), slowAfterMs);
setTimeout(() => !hasStarted && offer(), offeredAfterMs);

/** The page is there, and none of its modules has run yet. */
function onPageRead(): void {
  parts = new Set(document.querySelectorAll('script[type=module], link[rel=stylesheet]'));
  const root = document.getElementById('root');
  if (root) new MutationObserver(() => noteStart(root)).observe(root, { attributes: true });
  button()?.addEventListener('click', () => void restart());
  if (isPartMissing) offerMissing();
}

function onError({ target }: Event): void {
  if (hasStarted || !isPart(target)) return;
  isPartMissing = true;
  if (parts) offerMissing();
}

function isPart(target: EventTarget | null): boolean {
  if (parts) return target instanceof Element && parts.has(target);
  if (target instanceof HTMLScriptElement) return target.type === 'module';
  return target instanceof HTMLLinkElement && target.rel === 'stylesheet';
}

function offerMissing(): void {
  show('missing');
  offer();
}

function noteStart(root: HTMLElement): void {
  // `main.tsx` deletes it when the page answers to presses.
  hasStarted = root.dataset.prerendered === undefined;
  // The style sheet may be what is missing.
  if (hasStarted && !isPartMissing) show(null);
}

/** Nothing changes before the server has answered with a complete version: without a network, the stored one is all there is. */
async function restart(): Promise<void> {
  show('checking');
  button()?.setAttribute('disabled', '');
  const scope = new URL('.', location.href);
  const isComplete = await isServerComplete(scope);
  // It has come after all.
  if (hasStarted && !isPartMissing) return;
  if (isComplete) {
    await forgetStored(scope.href).catch(() => {});
    location.reload();
    return;
  }
  button()?.removeAttribute('disabled');
  show('incomplete');
}

/** Fetches every file anew, which also replaces wrong answers that the browser has stored. */
async function isServerComplete(scope: URL): Promise<boolean> {
  try {
    const page = await fetch(scope, { cache: 'reload' });
    const files = page.ok ? versionFilesIn(await page.text()) : null;
    if (files === null) return false;
    for (const [name, integrity] of Object.entries(files)) {
      await (await fetchVerified(new URL(name, scope), integrity, ['reload'])).arrayBuffer();
    }
    return true;
  } catch {
    return false;
  }
}

/** Only the page's own files: pictures, checkpoints and runs are not in caches. */
async function forgetStored(scope: string): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.unregister();
  if ('caches' in window) await forgetUnused(scope, null, (await heldVersions(scope)) ?? []);
}

/** Shows one of the sentences; null for none. */
function show(state: string | null): void {
  const notice = document.querySelector<HTMLElement>('.not-running');
  if (!notice) return;
  notice.hidden = state === null;
  for (const sentence of notice.querySelectorAll<HTMLElement>('[data-state]')) {
    sentence.hidden = sentence.dataset.state !== state;
  }
}

function offer(): void {
  button()?.removeAttribute('hidden');
}

function button(): HTMLButtonElement | null {
  return document.querySelector('.not-running button');
}
