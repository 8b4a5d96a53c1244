import type { StoreApi } from 'zustand/vanilla';
import { Failure } from '../../failure.ts';
import type { OtherTabs } from '../environment/otherTabs.ts';
import { type LockState, type SharedList, sharedLists, type TrainingLock } from '../state/lockState.ts';
import { isBusy } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import {
  afterLockEvent,
  free,
  isLeft,
  isSilent,
  isWatched,
  type LockCommand,
  type LockEvent,
  type LockPlace,
} from './lockMachine.ts';
import { createLookout } from './lookout.ts';
import { createRefreshScheduler, type RefreshScheduler } from './refreshScheduler.ts';

export interface LockEnvironment {
  readonly tabs: OtherTabs;
  /** Pauses the run. */
  readonly pause: () => void;
  /** Says that the lock was taken by force. */
  readonly logRobbery: () => void;
  readonly read: (list: SharedList) => Promise<void>;
}

/** A free lock is granted sooner than this, also while others ask who holds it. */
const claimTimeoutMs = 500;
/** An idle page may become busy again right away: after its evaluation, a run still has to write a checkpoint. */
const idleMs = 300;

/** Where tabs do not know of each other, this one may always write. */
export const unsharedLock: TrainingLock = {
  open: async () => {},
  hold: async (work) => {
    await work();
  },
  write: (_, work) => work(),
  written: () => {},
  takeOver: () => {},
};

/** Tells `lockMachine.ts` what happens, and carries out in the browser what it commands. */
export function createTrainingLock(
  store: StoreApi<SessionState>,
  { tabs: given, pause, logRobbery, read }: LockEnvironment,
): TrainingLock {
  /** Null once it has turned out that the browser refuses locks: then this tab may always write. */
  let tabs: OtherTabs | null = given;
  const refresh: RefreshScheduler = createRefreshScheduler(read);
  let place: LockPlace = free;
  /** Gives the lock back; null while this tab does not have it. */
  let release: (() => void) | null = null;
  /** Ends this tab's request; null while there is none. */
  let withdraw: (() => void) | null = null;
  let claiming: Promise<boolean> | null = null;
  /** How much is under way that needs the lock, beside what the session's state says. */
  let users = 0;
  let ownId = '';
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  const lookout = createLookout(
    () => given.look(),
    (locks) => {
      ownId = locks.own;
      happen({ kind: 'looked', locks });
    },
    () => happen({ kind: 'secondPassed' }),
  );

  const perform: Record<LockCommand, () => void> = {
    look: () => void lookout.look(),
    ask,
    askAgain: () => given.send('look'),
    withdraw() {
      withdraw?.();
      withdraw = null;
    },
    steal: () => void request({ steal: true }),
    release() {
      release?.();
      release = null;
      lookout.forget();
    },
    answer: () => given.send({ alive: ownId }),
    pause,
    readLists: () => refresh.schedule(...sharedLists),
    logRobbery,
  };

  store.subscribe((state) => {
    if (isTraining(state)) happen({ kind: 'worked' });
    else awaitRest();
  });
  given.listen((message) => {
    if (message === 'look') lookout.lookSoon();
    else if ('alive' in message) happen({ kind: 'answered', by: message.alive });
    else refresh.schedule(message.written);
  });

  function happen(event: LockEvent): void {
    if (!tabs) return;
    const [next, commands] = afterLockEvent(place, event);
    place = next;
    const shown = shownAs(place);
    if (shown && store.getState().trainingLock !== shown) store.setState({ trainingLock: shown });
    lookout.watch(isWatched(place));
    for (const command of commands) perform[command]();
    awaitRest();
  }

  function awaitRest(): void {
    if (users > 0 || isTraining(store.getState()) || !isLeft(place)) {
      clearTimeout(restTimer);
      restTimer = undefined;
    } else {
      restTimer ??= setTimeout(() => {
        restTimer = undefined;
        happen({ kind: 'rested' });
      }, idleMs);
    }
  }

  /** Resolves with true once this tab has the lock and has read all that other tabs wrote; with false if it was refused. */
  function request(options: LockOptions): Promise<boolean> {
    const { isOver, end } = openEnd();
    return new Promise((resolve) => {
      const holding = given.request('training', options, async () => {
        release = end;
        lookout.forget();
        happen({ kind: 'granted' });
        given.send('look');
        await whileInUse(() => refresh.flush());
        const isHere = release === end;
        if (isHere) happen({ kind: 'listsRead' });
        resolve(isHere);
        await isOver;
      });
      holding.then(
        () => given.send('look'),
        () => {
          if (release === end) happen({ kind: 'robbed' });
          resolve(false);
        },
      );
    });
  }

  function ask(): void {
    const waiting = new AbortController();
    const { isOver, end } = openEnd();
    const giveUp = () => {
      waiting.abort();
      end();
    };
    withdraw = giveUp;
    const holding = given.request('turn', { steal: true }, async () => {
      // In this order: the tab that leaves the lock finds this one waiting for it.
      if (withdraw === giveUp) void request({ signal: waiting.signal });
      given.send('look');
      await isOver;
    });
    holding.catch(() => {
      if (withdraw === giveUp) happen({ kind: 'overruled' });
    });
  }

  function isHere(): boolean {
    return place.kind === 'here' && place.isCurrent;
  }

  async function claim(): Promise<boolean> {
    if (isHere()) return true;
    if (place.kind === 'asking') return false;
    claiming ??= requestInPassing();
    const isGranted = await claiming;
    claiming = null;
    if (!isGranted) happen({ kind: 'refused' });
    return isGranted;
  }

  async function requestInPassing(): Promise<boolean> {
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), claimTimeoutMs);
    const isGranted = await request({ signal: waiting.signal });
    clearTimeout(timer);
    return isGranted;
  }

  async function whileInUse<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    users += 1;
    // It may be about to be given back: what came before has ended a moment ago.
    awaitRest();
    try {
      return await work();
    } finally {
      users -= 1;
      awaitRest();
    }
  }

  return {
    async open() {
      try {
        await given.join();
        await lookout.look();
      } catch {
        // Some browsers refuse locks where site data are blocked. Nothing is shared there that tabs could spoil.
        tabs = null;
      }
    },

    async hold(work) {
      if (tabs && !(await claim())) return;
      await whileInUse(work);
    },

    async write(list, work, withoutLock) {
      if (!tabs) return work();
      await claim();
      return whileInUse(async () => {
        // A tab that hung may not have heard yet that its lock was taken.
        await lookout.look();
        const permitted = isHere() ? work : withoutLock;
        if (!permitted) throw new Failure({ code: 'training-elsewhere', details: {} });
        const result = await permitted();
        given.send({ written: list });
        return result;
      });
    },

    written: (list) => given.send({ written: list }),
    takeOver: () => happen({ kind: 'takeOverPressed' }),
  };
}

/** How long a lock is held: until `end` is called. */
function openEnd(): { readonly isOver: Promise<void>; readonly end: () => void } {
  let end = () => {};
  const isOver = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { isOver, end: () => end() };
}

/** Null where it is not to be shown yet. */
function shownAs(place: LockPlace): LockState | null {
  switch (place.kind) {
    case 'free':
      return 'free';
    case 'elsewhere':
      return place.because;
    case 'asking':
      return isSilent(place) ? 'silent' : 'asking';
    case 'here':
      return place.isCurrent ? 'here' : null;
  }
}

/** Whether something is under way that writes now or at its end. */
function isTraining({ run, activeSweep, pending, isEvaluating, data }: SessionState): boolean {
  const isAtWork = isBusy(run) || activeSweep !== null || data.kind === 'deleting';
  return isAtWork || pending.length > 0 || isEvaluating;
}
