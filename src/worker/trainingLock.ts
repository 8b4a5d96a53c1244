import { Failure } from '../failure.ts';

/** The lock that lets a single tab train and write. The page holds it, also on behalf of its workers. */
export const trainingLockName = 'cifar-10-training';

/** The id of the page that holds a lock exclusively; null where none does. */
export function holderIn({ held = [] }: LockManagerSnapshot, lockName: string): string | null {
  return held.find(({ name, mode }) => name === lockName && mode === 'exclusive')?.clientId ?? null;
}

/** The id of the page that holds the lock on training; null where none does, and in browsers without Web Locks. */
export async function trainingLockHolder(): Promise<string | null> {
  const locks = await navigator.locks?.query().catch(() => null);
  return locks ? holderIn(locks, trainingLockName) : null;
}

/** Guards the writes of a worker whose page may hang or be frozen, and miss that another tab has taken the lock by force. */
export interface LockGuard {
  /** The page has told the worker to train, which it does only while it has the lock: its holder is that page. */
  trainingBegins(): void;
  /** @throws Failure `training-elsewhere` where another page has the lock by now */
  write(work: () => Promise<void>): Promise<void>;
}

export function guardWrites(holder: () => Promise<string | null>): LockGuard {
  let own: Promise<string | null> | null = null;

  function trainingBegins(): void {
    own ??= holder();
  }

  return {
    trainingBegins,
    async write(work) {
      trainingBegins();
      if ((await holder()) !== (await own)) throw new Failure({ code: 'training-elsewhere', details: {} });
      await work();
    },
  };
}
