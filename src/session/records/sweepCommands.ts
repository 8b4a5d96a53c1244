import type { StoreApi } from 'zustand/vanilla';
import { textsOf } from '../../configuration/parseHyperparameters.ts';
import { failureData } from '../../failure.ts';
import type { SweepPlan } from '../../sweep/sweepPlan.ts';
import {
  nextSweepNumber,
  type SweepRecord,
  stepsOfLongerRun,
  type Trial,
  type TrialResult,
  winnerOf,
  withResult,
} from '../../sweep/sweepState.ts';
import type { SweepStore } from '../../sweep/sweepStore.ts';
import type { Notices } from '../run/notices.ts';
import { isBusy, type RunToStart, runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import { lastStepInTime, outcomeOf, type RunningTrial } from '../state/trialOutcome.ts';
import type { RecordCommands } from './recordCommands.ts';

/** What a person can do with searches for good hyperparameters. */
export interface SweepCommands {
  /** A sweep that was cut off is among them; it waits until it is resumed. */
  openList(): Promise<void>;
  start(plan: Omit<SweepPlan, 'id'>): Promise<void>;
  /** Stops the trial in progress; it starts again when the sweep is resumed. */
  pause(): Promise<void>;
  resume(id: string): Promise<void>;
  /** The runs of its trials stay. */
  delete(id: string): Promise<void>;
  /** Shows the best trial's run, and puts its hyperparameters into the fields. */
  openWinner(id: string): Promise<void>;
  /** Trains the best trial's hyperparameters for three times the steps, as an ordinary run. */
  trainWinnerLonger(id: string): Promise<void>;
}

/** What the session itself does with them. */
interface Sweeps extends SweepCommands {
  /** Stores the sweeps of the list again that are no longer stored. */
  writeAgain(): Promise<void>;
}

interface SweepEnvironment {
  readonly sweepStore: SweepStore;
  readonly runs: RecordCommands;
  readonly notices: Notices;
  /** A name for the sweep, by the present moment. */
  readonly newId: () => string;
  /** Returns the run's id; null where none can be started now. */
  readonly startRun: (run: RunToStart) => string | null;
  /** Gives the run that trains another last step. */
  readonly endAt: (step: number) => void;
  readonly pauseTraining: () => void;
  readonly startTraining: () => void;
}

/** Each trial is an ordinary run in the training worker that all runs share, one after the other. */
export function createSweepCommands(store: StoreApi<SessionState>, environment: SweepEnvironment): Sweeps {
  const { sweepStore, runs, notices } = environment;
  let running: RunningTrial | null = null;

  store.subscribe((state, before) => {
    if (running && state.run !== before.run) follow(running);
  });

  function sweepOf(id: string): SweepRecord | undefined {
    return store.getState().sweeps.find(({ plan }) => plan.id === id);
  }

  function follow(trial: RunningTrial): void {
    const outcome = outcomeOf(trial, store.getState());
    if (outcome === 'left') rest();
    else if (outcome === 'running') endInTime(trial);
    else void note(trial.sweepId, outcome);
  }

  function endInTime(trial: RunningTrial): void {
    const last = lastStepInTime(trial, store.getState());
    if (last === null) return;
    running = { ...trial, maxSeconds: null };
    environment.endAt(last);
  }

  function rest(): void {
    running = null;
    store.setState({ activeSweep: null });
  }

  async function note(id: string, result: TrialResult): Promise<void> {
    running = null;
    const sweep = sweepOf(id);
    if (sweep) await keep(withResult(sweep, result));
    if (store.getState().activeSweep === id) await goOn(id);
  }

  /** What draws the trials is loaded with the first of them. */
  async function goOn(id: string): Promise<void> {
    try {
      const { nextTrial } = await import('../../sweep/nextTrial.ts');
      const sweep = sweepOf(id);
      // It may have been paused or deleted meanwhile.
      if (sweep && store.getState().activeSweep === id) startTrial(sweep, nextTrial(sweep));
    } catch (error) {
      rest();
      notices.say('sweep', failureData(error));
    }
  }

  function startTrial(sweep: SweepRecord, next: Trial | null): void {
    if (!next) {
      end(sweep);
      return;
    }
    const runId = environment.startRun({
      network: sweep.plan.network,
      hyperparameters: next.hyperparameters,
      pauseAfterSteps: null,
      evaluatesAtEnd: false,
    });
    if (runId) running = { ...next, sweepId: sweep.plan.id, runId };
    else rest();
  }

  /** Nobody opened the last trial: what was open before the sweep is shown again, or the winner. */
  function end(sweep: SweepRecord): void {
    rest();
    void runs.returnToOpened(winnerOf(sweep)?.runId ?? null);
  }

  async function begin(id: string): Promise<void> {
    const { activeSweep, run } = store.getState();
    if (activeSweep !== null || isBusy(run)) return;
    store.setState({ activeSweep: id });
    await goOn(id);
  }

  /** Shown immediately. If it cannot be stored, the sweep continues, and the page says that a reload would lose it. */
  async function keep(sweep: SweepRecord): Promise<void> {
    const { id } = sweep.plan;
    store.setState(({ sweeps }) => ({
      sweeps: sweepOf(id)
        ? sweeps.map((other) => (other.plan.id === id ? sweep : other))
        : [sweep, ...sweeps],
    }));
    await attempt(() => sweepStore.save(sweep));
  }

  const attempt = (work: () => Promise<void>) => notices.attempt('sweep', work);

  function pause(): void {
    const trial = running;
    rest();
    const { run } = store.getState();
    const isUnderWay = run.kind === 'training' || run.kind === 'preparing';
    if (trial && isUnderWay && runOf(run)?.id === trial.runId) environment.pauseTraining();
  }

  return {
    openList: () =>
      attempt(async () => {
        const sweeps = await sweepStore.list((count) =>
          notices.say('sweep', { code: 'records-unreadable', details: { what: 'searches', count } }),
        );
        store.setState({ sweeps });
      }),

    writeAgain: () =>
      attempt(async () => {
        const stored = new Set((await sweepStore.list()).map(({ plan }) => plan.id));
        for (const sweep of store.getState().sweeps) {
          if (!stored.has(sweep.plan.id)) await sweepStore.save(sweep);
        }
      }),

    async start(plan) {
      const number = nextSweepNumber(store.getState().sweeps);
      const sweep: SweepRecord = { plan: { ...plan, id: environment.newId() }, results: [], number };
      await keep(sweep);
      await begin(sweep.plan.id);
    },

    async pause() {
      pause();
    },

    resume: begin,

    async delete(id) {
      if (store.getState().activeSweep === id) pause();
      store.setState(({ sweeps }) => ({ sweeps: sweeps.filter(({ plan }) => plan.id !== id) }));
      await attempt(() => sweepStore.delete(id));
    },

    async openWinner(id) {
      const sweep = sweepOf(id);
      const winner = sweep && winnerOf(sweep);
      if (!winner || isBusy(store.getState().run)) return;
      await runs.openRun(winner.runId);
      // Its run may have been deleted; the sweep has the hyperparameters as well.
      store.setState({ network: sweep.plan.network, fields: textsOf(winner.hyperparameters) });
    },

    async trainWinnerLonger(id) {
      const sweep = sweepOf(id);
      const winner = sweep && winnerOf(sweep);
      if (!winner || isBusy(store.getState().run)) return;
      const fields = textsOf({ ...winner.hyperparameters, maxSteps: stepsOfLongerRun(winner) });
      store.setState({ network: sweep.plan.network, fields });
      environment.startTraining();
    },
  };
}
