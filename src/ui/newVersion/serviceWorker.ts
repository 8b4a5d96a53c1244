/**
 * Registers the service worker, which keeps the page's files so that it works without a network, and tells when it has fetched a
 * newer version of them. That one takes over when `takeOver` is called, and never by itself.
 *
 * @param onNewVersion given `takeOver`, which ends with the page being loaded again; the other tabs stay as they are
 */
export async function registerServiceWorker(onNewVersion: (takeOver: () => void) => void): Promise<void> {
  // In development there is none; elsewhere browsers have it for secure pages alone.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await pageLoaded();
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(new URL('sw.js', document.baseURI));

  function look(): void {
    const { waiting } = registration;
    // The very first worker has no predecessor to wait for.
    if (waiting && serviceWorker.controller) onNewVersion(() => takeOver(waiting));
  }
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  const { controller } = serviceWorker;
  if (!controller) return;
  // Files of earlier versions may be needed no more.
  controller.postMessage({ type: 'PAGE_OPENED' });
  // Another tab has loaded the newer version.
  serviceWorker.addEventListener('controllerchange', () => onNewVersion(() => location.reload()));
}

/** Loads the page again when the newer version answers for it. */
function takeOver(waiting: ServiceWorker): void {
  waiting.addEventListener('statechange', () => {
    if (waiting.state === 'activated') location.reload();
  });
  waiting.postMessage({ type: 'SKIP_WAITING' });
}

/** What the service worker fetches must not delay what the page itself needs. */
function pageLoaded(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState === 'complete') resolve();
    else addEventListener('load', () => resolve(), { once: true });
  });
}
