/*
 * Each page holds a lock, named by its own script, as long as it lives: so it is known whose files are still needed. The browser
 * releases it when the page is closed or crashes.
 */

const lockNameStart = 'cifar-10-page ';

/** @param script the address of a script that this version alone has */
export function holdVersion(script: string): void {
  // Absent on pages from an insecure origin, which have no stored files either. Refused where site data are blocked.
  navigator.locks
    ?.request(`${lockNameStart}${script}`, { mode: 'shared' }, () => new Promise(() => {}))
    .catch(() => {});
}

/**
 * The scripts by which the open pages below an address hold their versions, one for each page; null where the browser has no
 * locks.
 */
export async function heldVersions(scope: string): Promise<readonly string[] | null> {
  const locks = await navigator.locks?.query().catch(() => null);
  const held = locks?.held?.map(({ name = '' }) => name) ?? null;
  return (
    held
      ?.filter((name) => name.startsWith(lockNameStart))
      .map((name) => name.slice(lockNameStart.length))
      .filter((script) => script.startsWith(scope)) ?? null
  );
}
