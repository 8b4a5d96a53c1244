import { isTakenElsewhere } from '../../session/state/lockState.ts';
import { memoryNeed } from '../../session/state/memoryNeed.ts';
import { hasWeights, isBusy, type RunState, runOf } from '../../session/state/runState.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';

export type Control =
  | 'train'
  | 'pause'
  | 'resume'
  | 'step'
  | 'stop'
  | 'save'
  | 'evaluate'
  | 'export'
  | 'open'
  | 'metrics'
  /** Renaming, pinning or deleting what is stored. */
  | 'change'
  | 'deleteData'
  | 'restore'
  | 'backend'
  | 'measure'
  | 'sweep';

/** Why a control is disabled now, as a sentence that says what to do first; null if it is enabled. */
export function disabledReason(control: Control, state: SessionState): string | null {
  return (
    (allowedWithoutLock.includes(control) ? null : trainingElsewhere(state)) ??
    disabledReasonHere(control, state)
  );
}

/** Controls that neither train nor write what other tabs read. */
const allowedWithoutLock: readonly Control[] = ['pause', 'export', 'metrics'];

function trainingElsewhere({ trainingLock }: SessionState): string | null {
  return isTakenElsewhere(trainingLock)
    ? 'Another tab is training: wait until it is done, or take over in Train.'
    : null;
}

function disabledReasonHere(control: Control, state: SessionState): string | null {
  switch (control) {
    case 'train':
      return cannotBegin(state);
    case 'step':
      return state.run.kind === 'paused' ? cannotResume(state) : cannotBegin(state);
    case 'resume':
      return cannotResume(state);
    case 'pause':
      return isBusy(state.run) ? transitionReason(state) : 'Nothing is training: press Train first.';
    case 'stop':
      return isBusy(state.run) || state.run.kind === 'paused'
        ? transitionReason(state)
        : 'There is no run to stop: press Train first.';
    case 'save':
      return cannotUseRun(state, 'saveCheckpoint');
    case 'evaluate':
      return state.isEvaluating
        ? 'The test set is being evaluated: wait until that is done.'
        : cannotUseRun(state, 'evaluateTestSet');
    case 'export':
      return cannotUseRun(state, 'exportFiles');
    case 'open':
      return state.data.kind === 'ready'
        ? null
        : 'Download CIFAR-10 first: weights are checked against its pixel mean.';
    case 'metrics':
      return runOf(state.run) || state.shownRuns.length > 0
        ? null
        : 'Nothing has been measured yet: press Train first.';
    case 'change':
      return null;
    case 'deleteData':
      return runInProgress(state, 'The run needs the data: pause or stop it first.');
    case 'restore':
    case 'sweep':
      return cannotExchangeRun(state) ?? measuring(state) ?? dataMissing(state);
    case 'backend':
      return cannotMove(state);
    case 'measure':
      return cannotBegin(state);
  }
}

function cannotBegin(state: SessionState): string | null {
  return (
    runInProgress(state, 'A run is in progress: pause or stop it first.') ??
    measuring(state) ??
    dataMissing(state) ??
    configurationWrong(state) ??
    memoryMissing(state)
  );
}

/** Why the current run cannot be replaced. */
export function cannotExchangeRun(state: SessionState): string | null {
  return runInProgress(state, 'Pause or stop the run first.');
}

/** @param textWhileTraining the reason while the run can be paused or stopped */
function runInProgress(state: SessionState, textWhileTraining: string): string | null {
  if (state.isStarting) return startingText;
  return (
    transitionReason(state) ?? (isBusy(state.run) || state.activeSweep !== null ? textWhileTraining : null)
  );
}

const startingText = 'The run is starting: wait until that is done.';

/** States that end on their own, and in which the run accepts no other request. */
const transitionTexts: Partial<Record<RunState['kind'], string>> = {
  restoring: 'A checkpoint is being restored',
  pausing: 'The run is being paused',
  stopping: 'The run is being stopped',
  moving: 'The run is moving to another backend',
  recovering: 'The run is being recovered after a fault',
};

function transitionReason({ run }: SessionState, advice = 'wait until that is done.'): string | null {
  const text = transitionTexts[run.kind];
  return text === undefined ? null : `${text}: ${advice}`;
}

/** A run would distort the measurement, and the measurement would slow down the run. */
function measuring({ measurement }: SessionState): string | null {
  return measurement.kind === 'measuring'
    ? 'The backends are being measured: wait until that is done, or cancel it.'
    : null;
}

function cannotMove(state: SessionState): string | null {
  switch (state.run.kind) {
    case 'preparing':
      return 'The run is being prepared: the backend can be changed once the first step is done.';
    case 'moving':
      return 'The run is moving to this backend.';
    default:
      return (
        transitionReason(state, 'the backend can be changed after that.') ??
        answering(state) ??
        measuring(state)
      );
  }
}

/** Requests about the weights are lost with the worker that holds them. */
function answering({ isEvaluating, pending }: SessionState): string | null {
  return isEvaluating || pending.length > 0
    ? 'The weights are being evaluated or written: the backend can be changed after that.'
    : null;
}

function cannotResume(state: SessionState): string | null {
  if (state.isStarting) return startingText;
  const run = runOf(state.run);
  const wanted = chosenHyperparameters(state);
  if (!run || !['paused', 'finished', 'stopped'].includes(state.run.kind)) return 'There is no paused run.';
  if (wanted && run.progress.step >= wanted.maxSteps)
    return 'The run is complete: raise Max steps to continue.';
  // Max steps is meant for the other network.
  if (run.network !== state.network && run.progress.step >= run.hyperparameters.maxSteps)
    return 'The run is complete, and another network is chosen: press Train for a new run.';
  return measuring(state) ?? configurationWrong(state);
}

function dataMissing({ data }: SessionState): string | null {
  switch (data.kind) {
    case 'ready':
      return null;
    case 'checking':
      return 'Looking for CIFAR-10 in this browser…';
    case 'importing':
      return 'The images are still loading: wait until all six batches are stored.';
    default:
      return 'Download CIFAR-10 first: training needs the images.';
  }
}

function configurationWrong(state: SessionState): string | null {
  return chosenHyperparameters(state) ? null : 'Correct the marked values in Configure first.';
}

function memoryMissing(state: SessionState): string | null {
  return memoryNeed(state)?.kind === 'too-much'
    ? 'This configuration needs too much memory: see Batch size in Configure.'
    : null;
}

function cannotUseRun(state: SessionState, request: SessionState['pending'][number]): string | null {
  if (state.pending.includes(request)) return 'This is already in progress: wait until it is done.';
  if (hasWeights(state.run)) return null;
  if (state.run.kind === 'preparing') return 'The run is being prepared: wait for its first step.';
  return transitionReason(state) ?? 'Train a network or restore a checkpoint first.';
}
