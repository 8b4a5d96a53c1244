import { Failure } from '../failure.ts';

/** The lock of the one tab that trains and writes. Its page holds it, for its workers as well. */
export const trainingLockName = 'cifar-10-training';

/** An id of the page that holds the lock; null where none does, and in a browser without Web Locks. */
export async function trainingLockHolder(): Promise<string | null> {
  const locks = await navigator.locks?.query().catch(() => null);
  const held = locks?.held?.find(({ name, mode }) => name === trainingLockName && mode === 'exclusive');
  return held?.clientId ?? null;
}

/**
 * For a worker whose page hangs, and does not hear that another tab took the lock by force: what is given to the returned
 * function is done only while the page has the lock that had it the first time.
 */
export function whileLockIsHeld(holder: () => Promise<string | null>) {
  let first: string | null | undefined;
  return async (work: () => Promise<void>): Promise<void> => {
    const present = await holder();
    first ??= present;
    if (present !== first) throw new Failure({ code: 'training-elsewhere', details: {} });
    await work();
  };
}
