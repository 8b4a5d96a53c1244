import type { StoreApi } from 'zustand/vanilla';
import { changeableOf } from '../../configuration/hyperparameters.ts';
import type { ExportKind } from '../../export/exportedFile.ts';
import type { PageEvent } from '../machine/event.ts';
import { asksForFreshSeed } from '../state/configurationFields.ts';
import { isBusy, type RunToStart, runOf } from '../state/runState.ts';
import { chosenHyperparameters, forks } from '../state/selectors.ts';
import type { SessionState } from '../state/sessionState.ts';

/** What a person can do with the run. */
export interface TrainingCommands {
  /** Puts another seed into its field. */
  drawSeed(): void;
  startTraining(): void;
  pauseTraining(): void;
  resumeTraining(): void;
  trainOneStep(): void;
  stopTraining(): void;
  saveCheckpoint(): void;
  evaluateTestSet(): void;
  /** Hands files of the present weights to the browser's downloads. */
  exportFiles(what: ExportKind): void;
}

/** What the session itself does with it. */
interface RunControl extends TrainingCommands {
  /** Returns the run's id; null where none can be started now. What stands in the fields is not touched. */
  startRun(run: RunToStart): string | null;
  /** Gives the run that trains another last step. */
  endAt(step: number): void;
}

interface TrainingEnvironment {
  readonly dispatch: (event: PageEvent) => void;
  readonly now: () => Date;
  readonly drawSeed: () => number;
  /** A name for a run, by the moment. */
  readonly runIdAt: (moment: Date) => string;
}

export function createTrainingCommands(
  store: StoreApi<SessionState>,
  { dispatch, now, runIdAt, drawSeed: drawnSeed }: TrainingEnvironment,
): RunControl {
  function drawSeed(): void {
    const seed = String(drawnSeed());
    store.setState(({ fields }) => ({ fields: { ...fields, seed } }));
  }

  function start(pauseAfterSteps: number | null): void {
    if (asksForFreshSeed(store.getState().fields)) drawSeed();
    const { network } = store.getState();
    const hyperparameters = chosenHyperparameters(store.getState());
    if (hyperparameters) startRun({ network, hyperparameters, pauseAfterSteps, evaluatesAtEnd: true });
  }

  function startRun(run: RunToStart): string | null {
    const { data, run: present } = store.getState();
    if (data.kind !== 'ready' || isBusy(present)) return null;
    const startedAt = now();
    const runId = runIdAt(startedAt);
    dispatch({ kind: 'startRequested', runId, startedAt: startedAt.toISOString(), run });
    return runId;
  }

  function resume(pauseAfterSteps: number | null): void {
    const state = store.getState();
    const run = runOf(state.run);
    const wanted = chosenHyperparameters(state);
    if (!run || !wanted || isBusy(state.run)) return;
    const hyperparameters = { ...run.hyperparameters, ...changeableOf(wanted) };
    const moment = now();
    const runId = forks(state, run, hyperparameters) ? runIdAt(moment) : run.id;
    const startedAt = moment.toISOString();
    dispatch({ kind: 'resumeRequested', runId, startedAt, hyperparameters, pauseAfterSteps });
  }

  return {
    drawSeed,
    startRun,
    startTraining: () => start(null),
    resumeTraining: () => resume(null),

    endAt(maxSteps) {
      const run = runOf(store.getState().run);
      if (!run) return;
      const parameters = { ...changeableOf(run.hyperparameters), maxSteps };
      dispatch({ kind: 'changeRequested', parameters });
    },

    pauseTraining: () => dispatch({ kind: 'pauseRequested' }),

    trainOneStep() {
      const { kind } = store.getState().run;
      if (kind === 'paused') resume(1);
      else start(1);
    },

    stopTraining: () => dispatch({ kind: 'stopRequested' }),
    saveCheckpoint: () => dispatch({ kind: 'weightsRequested', request: { kind: 'saveCheckpoint' } }),
    evaluateTestSet: () => dispatch({ kind: 'weightsRequested', request: { kind: 'evaluateTestSet' } }),
    exportFiles: (what) => dispatch({ kind: 'weightsRequested', request: { kind: 'exportFiles', what } }),
  };
}
