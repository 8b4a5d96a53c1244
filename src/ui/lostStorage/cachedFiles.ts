const lookEveryMs = 5_000;

/**
 * Notices that the page's own files were cleared, which the service worker keeps so that the page works without a network. The worker
 * stores them only when it is installed, so it is unregistered: the next visit installs it anew.
 *
 * @returns ends it
 */
export function watchCachedFiles(onCleared: () => void): () => void {
  // Absent on pages from an insecure origin.
  if (!('caches' in globalThis)) return () => {};
  let wereThere = false;

  async function look(): Promise<void> {
    const areThere = (await caches.keys()).length > 0;
    const areCleared = wereThere && !areThere;
    wereThere = areThere;
    if (!areCleared) return;
    onCleared();
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.unregister();
  }

  // Where site data is blocked, there is nothing to clear.
  const timer = setInterval(() => void look().catch(() => {}), lookEveryMs);
  return () => clearInterval(timer);
}
