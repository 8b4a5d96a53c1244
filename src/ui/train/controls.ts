import { isTakenElsewhere } from '../../session/state/lockState.ts';
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
      return state.run.kind === 'paused' ? cannotResume(state) : cannotBegin(state);
    case 'resume':
      return cannotResume(state);
    case 'pause':
      return isBusy(state.run) ? passing(state) : 'Nothing is training: press Train first.';
    case 'stop':
      return isBusy(state.run) || state.run.kind === 'paused'
        ? passing(state)
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
      return underWay(state, 'The run needs the data: pause or stop it first.');
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
    underWay(state, 'A run is under way: pause or stop it first.') ??
    measuring(state) ??
    dataMissing(state) ??
    configurationWrong(state)
  );
}

/** Why no other run can be put in the place of the present one. */
export function cannotExchangeRun(state: SessionState): string | null {
  return underWay(state, 'Pause or stop the run first.');
}

/** @param textWhereItTrains what is said of a run that can be paused and stopped */
function underWay(state: SessionState, textWhereItTrains: string): string | null {
  return passing(state) ?? (isBusy(state.run) ? textWhereItTrains : null);
}

/** What the run does before it can be asked for anything else, and ends by itself. */
const passages: Partial<Record<RunState['kind'], string>> = {
  restoring: 'A checkpoint is being restored',
  pausing: 'The run is being paused',
  stopping: 'The run is being stopped',
  moving: 'The run is moving to another backend',
  recovering: 'The run is being brought back after a fault',
};

function passing({ run }: SessionState, whatThen = 'wait until that is done.'): string | null {
  const passage = passages[run.kind];
  return passage === undefined ? null : `${passage}: ${whatThen}`;
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
    case 'moving':
      return 'The run is moving to this backend.';
    default:
      return passing(state, 'the backend can be changed after that.') ?? answering(state) ?? measuring(state);
  }
}

/** What was asked of the weights is lost with the worker that has them. */
function answering({ isEvaluating, pending }: SessionState): string | null {
  return isEvaluating || pending.length > 0
    ? 'The weights are being evaluated or written: the backend can be changed after that.'
    : null;
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
      return 'Looking for CIFAR-10 in this browser…';
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
  if (hasWeights(state.run)) return null;
  if (state.run.kind === 'preparing') return 'The run is being prepared: wait for its first step.';
  return passing(state) ?? 'Train a network or restore a checkpoint first.';
}
