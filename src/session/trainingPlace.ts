import type { StoreApi } from 'zustand/vanilla';
import { Failure } from '../failure.ts';
import { type CatchingUp, createCatchingUp } from './catchingUp.ts';
import type { Kept, OtherTabs } from './otherTabs.ts';
import type { PlaceState, TrainingPlace } from './placeState.ts';
import { isBusy } from './runState.ts';
import type { SessionState } from './sessionState.ts';

export interface PlaceSurroundings {
  readonly tabs: OtherTabs;
  /** Pauses what trains. */
  readonly pause: () => void;
  /** The place was taken by force: what trains here ends. */
  readonly lost: () => void;
  readonly read: (kept: Kept) => Promise<void>;
}

/** A free lock is granted sooner than this, also where others ask who holds it. */
const claimMs = 500;
/** A tab that is alive says within this time that it yields. */
const silenceMs = 4_000;
/** Within this it has done its last step and saved. */
const yieldingMs = 60_000;
/** What comes to rest may go on in the next moment: a run that was evaluated has its checkpoint still to be written. */
const restMs = 300;

export function createTrainingPlace(
  store: StoreApi<SessionState>,
  { tabs: given, pause, lost, read }: PlaceSurroundings,
): TrainingPlace {
  /** Null once it has turned out that the browser refuses locks: then this tab may always write. */
  let tabs: OtherTabs | null = given;
  const catchingUp: CatchingUp = createCatchingUp(read);
  let claiming: Promise<boolean> | null = null;
  /** Gives the lock back; null while this tab does not have it. */
  let release: (() => void) | null = null;
  let ownId: string | null = null;
  /** How many works are under way that need the place. */
  let works = 0;
  let isAskedFor = false;
  /** It was taken over for something that has not begun yet. */
  let isReserved = false;
  let isLookingOn = false;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let patience: { readonly end: () => void; timer: ReturnType<typeof setTimeout> } | null = null;

  store.subscribe(restOrGoOn);
  given.listen((message) => {
    if (message === 'taken') takenElsewhere();
    else if (message === 'asked') asked();
    else if (message === 'yielding') waitOn(yieldingMs);
    else catchingUp.later(message.written);
  });

  function place(): PlaceState {
    return store.getState().trainingPlace;
  }

  function show(state: PlaceState): void {
    if (place() !== state) store.setState({ trainingPlace: state });
  }

  /** Resolves when the lock is had and all that others wrote is known; false where it was refused. */
  function claim(present: OtherTabs, options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      let end = () => {};
      const isOver = new Promise<void>((fulfil) => {
        end = fulfil;
      });
      const holding = present.request(options, async () => {
        release = end;
        present.send('taken');
        await working(async () => {
          ownId = await present.holder();
          await catchingUp.now();
        });
        const isHere = release === end;
        if (isHere) show('here');
        resolve(isHere);
        await isOver;
      });
      holding.catch(() => {
        if (release === end) loseIt();
        resolve(false);
      });
    });
  }

  async function claimSoon(present: OtherTabs): Promise<boolean> {
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), claimMs);
    const isHere = await claim(present, { signal: waiting.signal });
    clearTimeout(timer);
    return isHere;
  }

  async function claimed(present: OtherTabs): Promise<boolean> {
    claiming ??= claimSoon(present);
    const isHere = await claiming;
    claiming = null;
    if (!isHere && place() === 'free') takenElsewhere();
    return isHere;
  }

  function takenElsewhere(): void {
    if (release) loseIt();
    else if (place() === 'free') show('elsewhere');
    lookOn();
  }

  /** A request that waits: the browser grants it when whoever has the place leaves it, is closed or crashes. */
  function lookOn(): void {
    if (isLookingOn) return;
    isLookingOn = true;
    void tabs?.request({ mode: 'shared' }, () => {
      isLookingOn = false;
      catchingUp.later('checkpoints', 'runs', 'sweeps', 'data');
      if (!release && place() !== 'asking') show('free');
    });
  }

  function loseIt(): void {
    release = null;
    isAskedFor = false;
    isReserved = false;
    show('givenUp');
    lookOn();
    lost();
  }

  function asked(): void {
    if (!release) return;
    isAskedFor = true;
    tabs?.send('yielding');
    restOrGoOn();
  }

  function restOrGoOn(): void {
    clearTimeout(restTimer);
    if (!release) return;
    if (isAskedFor) pause();
    if (isTraining(store.getState())) isReserved = false;
    else if (isAskedFor || !isReserved) restTimer = setTimeout(leave, restMs);
  }

  function leave(): void {
    if (!release || works > 0 || isTraining(store.getState())) return;
    const end = release;
    release = null;
    show(isAskedFor ? 'givenUp' : 'free');
    isAskedFor = false;
    isReserved = false;
    end();
  }

  function waitOn(milliseconds: number): void {
    if (!patience) return;
    clearTimeout(patience.timer);
    patience.timer = setTimeout(patience.end, milliseconds);
  }

  async function askFor(present: OtherTabs): Promise<boolean> {
    const waiting = new AbortController();
    const end = () => waiting.abort();
    patience = { end, timer: setTimeout(end, silenceMs) };
    // In this order: whoever leaves the place finds this tab waiting for it.
    const granted = claim(present, { signal: waiting.signal });
    present.send('asked');
    const isHere = await granted;
    clearTimeout(patience.timer);
    patience = null;
    return isHere;
  }

  async function working<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    works += 1;
    try {
      return await work();
    } finally {
      works -= 1;
      restOrGoOn();
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
      if (tabs && place() !== 'here' && !(await claimed(tabs))) return;
      await working(work);
    },

    async write(kept, work) {
      const present = tabs;
      if (!present) return work();
      const isHere = place() === 'here' || (await claimed(present));
      return working(async () => {
        // A tab that hung may not have heard yet that its place was taken.
        const isStillHere = isHere && (await present.holder()) === ownId;
        if (!isStillHere) {
          if (release) loseIt();
          throw new Failure({ code: 'training-elsewhere', details: {} });
        }
        const result = await work();
        present.send({ written: kept });
        return result;
      });
    },

    written: (kept) => given.send({ written: kept }),

    async takeOver() {
      const isSilent = place() === 'silent';
      if (!tabs || place() === 'asking' || place() === 'here') return;
      isReserved = true;
      show('asking');
      const isHere = await (isSilent ? claim(tabs, { steal: true }) : askFor(tabs));
      if (!isHere) show('silent');
    },
  };
}

/** Whether something is under way that writes now or at its end. */
function isTraining({ run, activeSweep, pending, isEvaluating, data }: SessionState): boolean {
  const isAtWork = isBusy(run) || activeSweep !== null || data.kind === 'deleting';
  return isAtWork || pending.length > 0 || isEvaluating;
}
