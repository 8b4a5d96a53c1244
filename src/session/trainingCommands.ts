import type { StoreApi } from 'zustand/vanilla';
import { changeableOf } from '../configuration/hyperparameters.ts';
import { emptyHistory } from '../history/history.ts';
import type { TrainingCommand } from '../worker/training/protocol.ts';
import { chosenHyperparameters } from './chosenHyperparameters.ts';
import { asksForFreshSeed } from './configurationFields.ts';
import { forks } from './forks.ts';
import { forkLine, parametersLine } from './logLines.ts';
import { isBusy, type RunRequest, type RunToStart, runOf, runStateAfter } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/** What a person can do with the run. */
export interface TrainingCommands {
  /** Puts another seed into its field. */
  drawSeed(): void;
  startTraining(): void;
  pauseTraining(): void;
  resumeTraining(): void;
  trainOneStep(): void;
  stopTraining(): void;
}

/** What the session itself does with it. */
interface RunControl extends TrainingCommands {
  /** Returns the run's id; null where none can be started now. What stands in the fields is not touched. */
  startRun(run: RunToStart): string | null;
  /** Gives the run that trains another last step. */
  endAt(step: number): void;
  apply(event: RunRequest): void;
}

interface TrainingSurroundings {
  readonly send: (command: TrainingCommand) => void;
  readonly now: () => Date;
  readonly drawSeed: () => number;
  /** A name for a run, by the moment. */
  readonly runIdAt: (moment: Date) => string;
}

export function createTrainingCommands(
  store: StoreApi<SessionState>,
  { send, now, runIdAt, drawSeed: drawnSeed }: TrainingSurroundings,
): RunControl {
  function apply(event: RunRequest): void {
    store.setState((state) => ({ run: runStateAfter(state.run, event) }));
  }

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

  function startRun(wanted: RunToStart): string | null {
    const { data, run: runState, backendChoice: backend } = store.getState();
    if (data.kind !== 'ready' || isBusy(runState)) return null;
    const { network, hyperparameters } = wanted;
    const startedAt = now();
    const id = runIdAt(startedAt);
    const run = { id, network, hyperparameters, startedAt: startedAt.toISOString(), parent: null };
    // In one change: between two, the run before this one would stand there without its curves, and be recorded so.
    store.setState({
      run: runStateAfter(runState, { kind: 'startRequested', run }),
      history: emptyHistory,
      logitsHistograms: [],
      layersPoints: [],
      log: [parametersLine(network, hyperparameters)],
      notices: [],
      restoreProof: null,
    });
    send({ kind: 'startTraining', runId: id, backend, ...wanted });
    return id;
  }

  function resume(pauseAfterSteps: number | null): void {
    const state = store.getState();
    const run = runOf(state.run);
    const wanted = chosenHyperparameters(state);
    if (!run || !wanted || isBusy(state.run)) return;
    const parameters = changeableOf(wanted);
    const hyperparameters = { ...run.hyperparameters, ...parameters };
    const runId = forks(state, run, hyperparameters) ? runIdAt(now()) : run.id;
    const startedAt = now().toISOString();
    const forkLines = runId === run.id ? [] : [forkLine(run.id, run.progress.step, hyperparameters)];
    store.setState({
      run: runStateAfter(state.run, { kind: 'resumeRequested', runId, startedAt, hyperparameters }),
      log: [...state.log, ...forkLines],
    });
    send({ kind: 'resumeTraining', runId, parameters, pauseAfterSteps });
  }

  return {
    apply,
    drawSeed,
    startRun,
    startTraining: () => start(null),
    resumeTraining: () => resume(null),

    endAt(maxSteps) {
      const run = runOf(store.getState().run);
      if (!run) return;
      send({ kind: 'changeParameters', parameters: { ...changeableOf(run.hyperparameters), maxSteps } });
    },

    pauseTraining() {
      apply({ kind: 'pauseRequested' });
      send({ kind: 'pauseTraining' });
    },

    trainOneStep() {
      const { kind } = store.getState().run;
      if (kind === 'paused') resume(1);
      else start(1);
    },

    stopTraining() {
      apply({ kind: 'stopRequested' });
      send({ kind: 'stopTraining' });
    },
  };
}
