import { trainingLockHolder, trainingLockName } from '../../worker/trainingLock.ts';
import type { SharedList } from '../state/lockState.ts';

/** What tabs tell each other. */
export type TabMessage =
  /** The sender has the lock. */
  | 'taken'
  /** The sender would like to have the lock. */
  | 'asked'
  /** The sender has the lock, and releases it as soon as all is saved. */
  | 'yielding'
  | { readonly written: SharedList };

/** The lock and the messages that the tabs of one browser share. */
export interface OtherTabs {
  /**
   * Asks for the lock on training. It is held until what `work` returns is fulfilled, or the tab is gone.
   *
   * @throws DOMException `AbortError` where the signal came first, or where another tab has stolen the lock
   */
  request(options: LockOptions, work: (lock: object | null) => void | Promise<void>): Promise<void>;
  /** The id of the exclusive holder of the lock; null if there is none. */
  holder(): Promise<string | null>;
  send(message: TabMessage): void;
  listen(onMessage: (message: TabMessage) => void): void;
}

/** Null in a browser that lacks Web Locks or BroadcastChannel: there, tabs do not know of each other. */
export function otherTabs(): OtherTabs | null {
  // Absent on pages from an insecure origin.
  if (!navigator.locks || !('BroadcastChannel' in globalThis)) return null;
  const channel = new BroadcastChannel('cifar-10-tabs');
  return {
    request: (options, work) => navigator.locks.request(trainingLockName, options, work),
    holder: trainingLockHolder,
    send: (message) => channel.postMessage(message),
    listen: (onMessage) =>
      channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => onMessage(data)),
  };
}
