import type { Locks } from '../environment/otherTabs.ts';

/*
 * Who may train, as one tab sees it. Two locks say it to all tabs: `training` is held by the tab that may train and write, `turn` by
 * the tab that asks for that. Whoever asks takes `turn` from whoever asked before, so the last one to ask is the next one to train;
 * and `turn` is held as long as the asking tab lives, so whoever has `training`, since whenever, can see it.
 */

export type LockPlace =
  | { readonly kind: 'free' }
  | { readonly kind: 'elsewhere'; readonly because: 'elsewhere' | 'yielded' | 'robbed' | 'overruled' }
  | {
      readonly kind: 'asking';
      /** The tab that was asked, by its id; null while nobody has the lock, or that is not known yet. */
      readonly holder: string | null;
      /** The questions in a row that it has not answered. */
      readonly unanswered: number;
    }
  | {
      readonly kind: 'here';
      /** Whether what other tabs have written is read. Until then, nothing may begin. */
      readonly isCurrent: boolean;
      /** Whether it was taken over for something that has not begun yet. */
      readonly isReserved: boolean;
      /** Whether another tab asks for it. */
      readonly isRequested: boolean;
    };

export type LockEvent =
  /** The user wants to train here. */
  | { readonly kind: 'takeOverPressed' }
  /** The locks were looked at. */
  | { readonly kind: 'looked'; readonly locks: Locks }
  /** A tab that has the lock, or says so, answers. */
  | { readonly kind: 'answered'; readonly by: string }
  | { readonly kind: 'secondPassed' }
  /** The browser gave this tab the lock. */
  | { readonly kind: 'granted' }
  | { readonly kind: 'listsRead' }
  /** The lock was not to be had in passing. */
  | { readonly kind: 'refused' }
  /** Another tab has taken the lock by force. */
  | { readonly kind: 'robbed' }
  /** Another tab has asked after this one. */
  | { readonly kind: 'overruled' }
  /** The session is doing something that needs the lock. */
  | { readonly kind: 'worked' }
  /** For a while, it has done nothing of the kind. */
  | { readonly kind: 'rested' };

export type LockCommand =
  | 'look'
  /** Take `turn` from whoever asked before, queue for `training`, and say so. */
  | 'ask'
  | 'askAgain'
  /** Give `turn` back, and leave the queue. */
  | 'withdraw'
  | 'steal'
  /** Give `training` back. */
  | 'release'
  | 'answer'
  /** Pause what trains here. `rested` follows. */
  | 'pause'
  | 'readLists'
  | 'logRobbery';

type Outcome = readonly [next: LockPlace, commands: readonly LockCommand[]];

/** A live tab answers each second, also while it saves. */
const silentAfterQuestions = 5;

export const free: LockPlace = { kind: 'free' };

export function afterLockEvent(place: LockPlace, event: LockEvent): Outcome {
  switch (place.kind) {
    case 'free':
    case 'elsewhere':
      return whileNotWanted(place, event);
    case 'asking':
      return whileAsking(place, event);
    case 'here':
      return whileHere(place, event);
  }
}

export function isSilent(place: LockPlace): boolean {
  return place.kind === 'asking' && place.unanswered >= silentAfterQuestions;
}

/** Whether the place may change without a message. */
export function isWatched(place: LockPlace): boolean {
  return (
    place.kind === 'elsewhere' || place.kind === 'asking' || (place.kind === 'here' && place.isRequested)
  );
}

/** Whether this tab gives the lock back once it has nothing to do. */
export function isLeft(place: LockPlace): boolean {
  return place.kind === 'here' && (place.isRequested || !place.isReserved);
}

function whileNotWanted(place: PlaceOf<'free' | 'elsewhere'>, event: LockEvent): Outcome {
  switch (event.kind) {
    case 'looked':
      return seen(place, event.locks.training !== null);
    case 'refused':
      return seen(place, true);
    case 'secondPassed':
      return [place, ['look']];
    case 'takeOverPressed':
      return [{ kind: 'asking', holder: null, unanswered: 0 }, ['look', 'ask']];
    case 'granted':
      return granted(false);
    case 'worked':
      return [place, ['pause']];
    default:
      return [place, []];
  }
}

function seen(place: PlaceOf<'free' | 'elsewhere'>, isElsewhere: boolean): Outcome {
  if (isElsewhere === (place.kind === 'elsewhere')) return [place, []];
  return isElsewhere ? [{ kind: 'elsewhere', because: 'elsewhere' }, []] : [free, ['readLists']];
}

function whileAsking(place: PlaceOf<'asking'>, event: LockEvent): Outcome {
  switch (event.kind) {
    case 'looked': {
      const holder = event.locks.training;
      return [holder === place.holder ? place : { kind: 'asking', holder, unanswered: 0 }, []];
    }
    case 'answered':
      return [event.by === place.holder ? { ...place, unanswered: 0 } : place, []];
    case 'secondPassed':
      return [{ ...place, unanswered: place.unanswered + 1 }, ['look', 'askAgain']];
    case 'takeOverPressed':
      return isSilent(place) ? [{ ...place, unanswered: 0 }, ['steal']] : [place, []];
    case 'granted': {
      const [next, commands] = granted(true);
      return [next, ['withdraw', ...commands]];
    }
    case 'overruled':
      return [{ kind: 'elsewhere', because: 'overruled' }, ['withdraw']];
    case 'worked':
      return [place, ['pause']];
    default:
      return [place, []];
  }
}

/** Another tab may have asked before this one had the lock. */
function granted(isReserved: boolean): Outcome {
  return [{ kind: 'here', isCurrent: false, isReserved, isRequested: false }, ['look']];
}

function whileHere(place: PlaceOf<'here'>, event: LockEvent): Outcome {
  switch (event.kind) {
    case 'listsRead':
      return [{ ...place, isCurrent: true }, []];
    case 'looked': {
      const { own, training, turn } = event.locks;
      return training === own ? requested(place, turn !== null && turn !== own) : robbed;
    }
    case 'secondPassed':
      return [place, ['look']];
    case 'worked':
      return [{ ...place, isReserved: false }, place.isRequested ? ['pause'] : []];
    case 'rested':
      if (!isLeft(place)) return [place, []];
      return [place.isRequested ? { kind: 'elsewhere', because: 'yielded' } : free, ['release']];
    case 'robbed':
      return robbed;
    default:
      return [place, []];
  }
}

/** A request is gone when the tab that asked is closed. */
function requested(place: PlaceOf<'here'>, isRequested: boolean): Outcome {
  if (!isRequested) return [{ ...place, isRequested }, []];
  return [{ ...place, isRequested }, place.isRequested ? ['answer'] : ['answer', 'pause']];
}

/** What was not saved is saved nevertheless: a tab without the lock may add to what is stored. */
const robbed: Outcome = [{ kind: 'elsewhere', because: 'robbed' }, ['release', 'logRobbery', 'pause']];

type PlaceOf<Kind extends LockPlace['kind']> = Extract<LockPlace, { kind: Kind }>;
