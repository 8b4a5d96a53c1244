import type { StoreApi } from 'zustand/vanilla';
import { Failure } from '../../failure.ts';
import type { OtherTabs } from '../environment/otherTabs.ts';
import type { LockState, SharedList, TrainingLock } from '../state/lockState.ts';
import { isBusy } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import { createRefreshScheduler, type RefreshScheduler } from './refreshScheduler.ts';

export interface LockEnvironment {
  readonly tabs: OtherTabs;
  /** Pauses the run. */
  readonly pause: () => void;
  /** The lock was taken by force: this tab's run ends. */
  readonly lost: () => void;
  readonly read: (list: SharedList) => Promise<void>;
}

/** A free lock is granted sooner than this, also while others ask who holds it. */
const claimTimeoutMs = 500;
/** A live tab answers within this time. */
const answerTimeoutMs = 4_000;
/** Within this time, it has finished its last step and saved. */
const yieldTimeoutMs = 60_000;
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
  takeOver: async () => {},
};

export function createTrainingLock(
  store: StoreApi<SessionState>,
  { tabs: given, pause, lost, read }: LockEnvironment,
): TrainingLock {
  /** Null once it has turned out that the browser refuses locks: then this tab may always write. */
  let tabs: OtherTabs | null = given;
  const refresh: RefreshScheduler = createRefreshScheduler(read);
  let claiming: Promise<boolean> | null = null;
  /** Gives the lock back; null while this tab does not have it. */
  let release: (() => void) | null = null;
  let ownId: string | null = null;
  /** How much is under way that needs the lock. */
  let users = 0;
  let isRequested = false;
  /** It was taken over for something that has not begun yet. */
  let isReserved = false;
  let isAwaitingRelease = false;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  let answerTimer: { readonly end: () => void; timer: ReturnType<typeof setTimeout> } | null = null;

  store.subscribe(releaseWhenIdle);
  given.listen((message) => {
    if (message === 'taken') takenElsewhere();
    else if (message === 'asked') requested();
    else if (message === 'yielding') extendTimeout(yieldTimeoutMs);
    else refresh.schedule(message.written);
  });

  function lockState(): LockState {
    return store.getState().trainingLock;
  }

  function show(state: LockState): void {
    if (lockState() !== state) store.setState({ trainingLock: state });
  }

  /** Resolves with true once the lock is held and everything that other tabs wrote is read; with false if it was refused. */
  function claim(present: OtherTabs, options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      let end = () => {};
      const isOver = new Promise<void>((fulfil) => {
        end = fulfil;
      });
      const holding = present.request(options, async () => {
        release = end;
        present.send('taken');
        await whileInUse(async () => {
          ownId = await present.holder();
          await refresh.flush();
        });
        const isHere = release === end;
        if (isHere) show('here');
        resolve(isHere);
        await isOver;
      });
      holding.catch(() => {
        if (release === end) loseLock();
        resolve(false);
      });
    });
  }

  async function claimWithTimeout(present: OtherTabs): Promise<boolean> {
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), claimTimeoutMs);
    const isHere = await claim(present, { signal: waiting.signal });
    clearTimeout(timer);
    return isHere;
  }

  async function tryClaim(present: OtherTabs): Promise<boolean> {
    claiming ??= claimWithTimeout(present);
    const isHere = await claiming;
    claiming = null;
    if (!isHere && lockState() === 'free') takenElsewhere();
    return isHere;
  }

  function takenElsewhere(): void {
    if (release) loseLock();
    else if (lockState() === 'free') show('elsewhere');
    awaitRelease();
  }

  /** A waiting request: the browser grants it when the holder releases the lock, is closed or crashes. */
  function awaitRelease(): void {
    if (isAwaitingRelease) return;
    isAwaitingRelease = true;
    void tabs?.request({ mode: 'shared' }, () => {
      isAwaitingRelease = false;
      refresh.schedule('checkpoints', 'runs', 'sweeps', 'data');
      if (!release && lockState() !== 'asking') show('free');
    });
  }

  function loseLock(): void {
    release = null;
    isRequested = false;
    isReserved = false;
    show('yielded');
    awaitRelease();
    lost();
  }

  function requested(): void {
    if (!release) return;
    isRequested = true;
    tabs?.send('yielding');
    releaseWhenIdle();
  }

  function releaseWhenIdle(): void {
    clearTimeout(idleTimer);
    if (!release) return;
    if (isRequested) pause();
    if (isTraining(store.getState())) isReserved = false;
    else if (isRequested || !isReserved) idleTimer = setTimeout(releaseLock, idleMs);
  }

  function releaseLock(): void {
    if (!release || users > 0 || isTraining(store.getState())) return;
    const end = release;
    release = null;
    show(isRequested ? 'yielded' : 'free');
    isRequested = false;
    isReserved = false;
    end();
  }

  function extendTimeout(milliseconds: number): void {
    if (!answerTimer) return;
    clearTimeout(answerTimer.timer);
    answerTimer.timer = setTimeout(answerTimer.end, milliseconds);
  }

  async function requestLock(present: OtherTabs): Promise<boolean> {
    const waiting = new AbortController();
    const end = () => waiting.abort();
    answerTimer = { end, timer: setTimeout(end, answerTimeoutMs) };
    // In this order: the tab that leaves the lock finds this one waiting for it.
    const granted = claim(present, { signal: waiting.signal });
    present.send('asked');
    const isHere = await granted;
    clearTimeout(answerTimer.timer);
    answerTimer = null;
    return isHere;
  }

  async function whileInUse<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    users += 1;
    try {
      return await work();
    } finally {
      users -= 1;
      releaseWhenIdle();
    }
  }

  return {
    async open() {
      try {
        await tabs?.request({ mode: 'shared', ifAvailable: true }, (lock) => {
          if (!lock) takenElsewhere();
        });
      } catch {
        // Some browsers refuse locks where site data are blocked. Nothing is shared there that tabs could spoil.
        tabs = null;
      }
    },

    async hold(work) {
      if (tabs && lockState() !== 'here' && !(await tryClaim(tabs))) return;
      await whileInUse(work);
    },

    async write(list, work) {
      const present = tabs;
      if (!present) return work();
      const isHere = lockState() === 'here' || (await tryClaim(present));
      return whileInUse(async () => {
        // A tab that hung may not have heard yet that its lock was taken.
        const isStillHere = isHere && (await present.holder()) === ownId;
        if (!isStillHere) {
          if (release) loseLock();
          throw new Failure({ code: 'training-elsewhere', details: {} });
        }
        const result = await work();
        present.send({ written: list });
        return result;
      });
    },

    written: (list) => given.send({ written: list }),

    async takeOver() {
      const isSilent = lockState() === 'silent';
      if (!tabs || lockState() === 'asking' || lockState() === 'here') return;
      isReserved = true;
      show('asking');
      const isHere = await (isSilent ? claim(tabs, { steal: true }) : requestLock(tabs));
      if (!isHere) show('silent');
    },
  };
}

/** Whether something is under way that writes now or at its end. */
function isTraining({ run, activeSweep, pending, isEvaluating, data }: SessionState): boolean {
  const isAtWork = isBusy(run) || activeSweep !== null || data.kind === 'deleting';
  return isAtWork || pending.length > 0 || isEvaluating;
}
