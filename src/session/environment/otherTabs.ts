import { holderIn, trainingLockName } from '../../worker/trainingLock.ts';
import { parseMessage, type TabMessage } from './tabMessage.ts';

/** `training` is held by the tab that may train and write, `turn` by the tab that asks for that, as long as it does. */
export type TabLock = 'training' | 'turn';

/** The locks as they are, with the ids of tabs. */
export interface Locks {
  /** This tab. */
  readonly own: string;
  readonly training: string | null;
  readonly turn: string | null;
}

/** The locks and the messages that the tabs of one browser share. */
export interface OtherTabs {
  /** @throws DOMException where the browser refuses locks */
  join(): Promise<void>;
  /**
   * Asks for a lock. It is held until what `work` returns is fulfilled, or the tab is gone.
   *
   * @throws DOMException `AbortError` where the signal came first, or where another tab has stolen the lock
   */
  request(lock: TabLock, options: LockOptions, work: () => Promise<void>): Promise<void>;
  /** Null where that cannot be told. */
  look(): Promise<Locks | null>;
  send(message: TabMessage): void;
  /** Also says `look` when this tab is shown again or thawed: its clock was slow or stood still. */
  listen(onMessage: (message: TabMessage) => void): void;
}

const lockNames: Record<TabLock, string> = {
  training: trainingLockName,
  turn: `${trainingLockName}-turn`,
};

/** Null in a browser that lacks Web Locks or BroadcastChannel: there, tabs do not know of each other. */
export function otherTabs(): OtherTabs | null {
  // Absent on pages from an insecure origin.
  if (!navigator.locks || !('BroadcastChannel' in globalThis)) return null;
  const channel = new BroadcastChannel('cifar-10-tabs');
  let own: Promise<string> | null = null;

  function ownId(): Promise<string> {
    own ??= idOfThisTab();
    return own;
  }

  return {
    join: async () => void (await ownId()),
    request: (lock, options, work) => navigator.locks.request(lockNames[lock], options, work),
    async look() {
      try {
        const [id, locks] = [await ownId(), await navigator.locks.query()];
        const [training, turn] = [holderIn(locks, lockNames.training), holderIn(locks, lockNames.turn)];
        return { own: id, training, turn };
      } catch {
        return null;
      }
    },
    send: (message) => channel.postMessage(message),
    listen(onMessage) {
      channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const message = parseMessage(data);
        if (message !== null) onMessage(message);
      });
      for (const wakening of ['visibilitychange', 'resume']) {
        document.addEventListener(wakening, () => onMessage('look'));
      }
    },
  };
}

/** By a lock that no other tab can hold. */
function idOfThisTab(): Promise<string> {
  const name = `cifar-10-tab-${crypto.randomUUID()}`;
  return navigator.locks.request(name, async () => holderIn(await navigator.locks.query(), name) ?? name);
}
