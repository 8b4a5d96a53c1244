import { Failure } from '../failure.ts';

/** The lock that lets a single tab train and write. The page holds it, also on behalf of its workers. */
export const trainingLockName = 'cifar-10-training';

/** The id of the page that holds the lock; null where none does, and in browsers without Web Locks. */
export async function trainingLockHolder(): Promise<string | null> {
  const locks = await navigator.locks?.query().catch(() => null);
  const held = locks?.held?.find(({ name, mode }) => name === trainingLockName && mode === 'exclusive');
  return held?.clientId ?? null;
}

/**
 * Guards the writes of a worker whose page may hang and miss that another tab has stolen the lock. The returned function runs its
 * argument only while the lock has the same holder as at the first call.
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
