import { chosenHyperparameters } from '../../session/chosenHyperparameters.ts';
import { isTakenElsewhere } from '../../session/placeState.ts';
import { hasWeights, isBusy, runOf } from '../../session/runState.ts';
import type { SessionState } from '../../session/sessionState.ts';

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
  /** Of what is kept: its names, pins, deletion. */
  | 'change'
  | 'deleteData'
  | 'restore'
  | 'backend'
  | 'measure'
  | 'sweep';

/** Why a control cannot be used now, as a sentence that says what comes first; null if it can. */
export function whyNot(control: Control, state: SessionState): string | null {
  return (canLookOn.includes(control) ? null : trainingElsewhere(state)) ?? whyNotHere(control, state);
}

/** These neither train nor write what other tabs read. */
const canLookOn: readonly Control[] = ['pause', 'export', 'metrics'];

function trainingElsewhere({ trainingPlace }: SessionState): string | null {
  return isTakenElsewhere(trainingPlace)
    ? 'Another tab is training: wait until it is done, or take over in Train.'
    : null;
}

function whyNotHere(control: Control, state: SessionState): string | null {
  switch (control) {
    case 'train':
      return cannotBegin(state);
    case 'step':
      return cannotBegin(state);
    case 'resume':
      return cannotResume(state);
    case 'pause':
      return state.run.kind === 'training' ? null : 'Nothing is training: press Train first.';
    case 'stop':
      return ['training', 'paused'].includes(state.run.kind)
        ? null
        : 'There is no run to stop: press Train first.';
    case 'save':
      return cannotUseRun(state, 'saveCheckpoint');
    case 'evaluate':
      return state.isEvaluating ? 'The test set is being evaluated.' : cannotUseRun(state, 'evaluateTestSet');
    case 'export':
      return cannotUseRun(state, 'exportFiles');
    case 'open':
      return state.data.kind === 'ready'
        ? null
        : 'Download CIFAR-10 first: weights are checked against its pixel mean.';
    case 'metrics':
      return runOf(state.run) || state.shownRuns.length > 0
        ? null
        : 'Nothing was measured yet: press Train first.';
    case 'change':
      return null;
    case 'deleteData':
      return isBusy(state.run) ? 'The run needs the data: pause or stop it first.' : null;
    case 'restore':
    case 'sweep':
      return isBusy(state.run) ? 'Pause or stop the run first.' : (measuring(state) ?? dataMissing(state));
    case 'backend':
      return cannotMove(state);
    case 'measure':
      return cannotBegin(state);
  }
}

function cannotBegin(state: SessionState): string | null {
  if (isBusy(state.run)) return 'A run is under way: pause or stop it first.';
  return measuring(state) ?? dataMissing(state) ?? configurationWrong(state);
}

/** A run at full speed would falsify what is measured, and the measuring would slow down the run. */
function measuring({ measurement }: SessionState): string | null {
  return measurement.kind === 'measuring'
    ? 'The backends are being measured: wait until that is done, or cancel it.'
    : null;
}

function cannotMove(state: SessionState): string | null {
  switch (state.run.kind) {
    case 'preparing':
      return 'The run is being prepared: the backend can be changed once the first step is done.';
    case 'restoring':
      return 'A checkpoint is being restored: the backend can be changed after that.';
    case 'pausing':
    case 'stopping':
      return 'The run ends its present step: the backend can be changed after that.';
    case 'recovering':
      return 'The run is being brought back after a fault: the backend can be changed after that.';
    case 'moving':
      return 'The run is moving to this backend.';
    default:
      return measuring(state);
  }
}

function cannotResume(state: SessionState): string | null {
  const run = runOf(state.run);
  const wanted = chosenHyperparameters(state);
  if (!run || !['paused', 'finished', 'stopped'].includes(state.run.kind)) return 'There is no paused run.';
  if (wanted && run.progress.step >= wanted.maxSteps) return 'The run is complete: raise Max steps to go on.';
  return measuring(state) ?? configurationWrong(state);
}

function dataMissing({ data }: SessionState): string | null {
  switch (data.kind) {
    case 'ready':
      return null;
    case 'checking':
    case 'importing':
      return 'The pictures are on their way: wait until all six batches are stored.';
    default:
      return 'Download CIFAR-10 first: training needs the pictures.';
  }
}

function configurationWrong(state: SessionState): string | null {
  return chosenHyperparameters(state) ? null : 'Correct the marked values in Configure first.';
}

function cannotUseRun(state: SessionState, request: SessionState['pending'][number]): string | null {
  if (state.pending.includes(request)) return 'This is under way already.';
  return hasWeights(state.run) ? null : 'Train a network or restore a checkpoint first.';
}
