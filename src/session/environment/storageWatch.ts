import type { ConnectionEnd } from '../../database/openDatabase.ts';
import type { PreferenceStore } from './preferences.ts';

/**
 * A sign that the browser's storage was cleared while the page is open. `deleted`: some of it certainly was; `closed`: the browser
 * ended the access to a database, and it remains to be seen whether anything is gone.
 */
export type ClearingSign = ConnectionEnd;

/** Notices when what the page has stored is cleared: in the browser's settings, by its developer tools, by another tab. */
export interface StorageWatch {
  /** Calls for each sign; the clearing of several stores at once gives several. */
  begin(onSign: (sign: ClearingSign) => void): void;
}

/** An item that goes where localStorage is cleared: of what this tab's own console does, no event tells. */
const markKey = 'cifar-10/stored-since';
const lookEveryMs = 5_000;

interface BrowserStorageWatch extends StorageWatch {
  /** To be told by the page's databases, when their connections are ended. */
  readonly ended: (end: ConnectionEnd) => void;
}

/** The watch over this origin's storage. */
export function browserStorageWatch(preferences: PreferenceStore, now: () => Date): BrowserStorageWatch {
  let tell: (sign: ClearingSign) => void = () => {};
  /** The mark as this tab knows it; null before the first look, and where localStorage is blocked or full. */
  let known: string | null = null;

  function mark(): void {
    if (preferences.read(markKey) === null) preferences.write(markKey, now().toISOString());
  }

  /** Another tab may have marked it again. */
  function look(): void {
    const isCleared = known !== null && preferences.read(markKey) !== known;
    mark();
    known = preferences.read(markKey);
    if (isCleared) tell('deleted');
  }

  return {
    ended: (end) => tell(end),

    begin(onSign) {
      tell = onSign;
      mark();
      setInterval(look, lookEveryMs);
      // From another tab, and in Chromium from the browser itself. Clearing has no key.
      addEventListener('storage', ({ key }) => {
        if (key !== null) return;
        mark();
        known = preferences.read(markKey);
        tell('deleted');
      });
    },
  };
}
