import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { FailureData } from '../../failure.ts';
import { emptyHistory } from '../../history/history.ts';
import { recoveryLine } from '../state/logLines.ts';
import type { Aim, CheckpointBytes, Run, RunContext, RunState, RunStateOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import type { RunEventOf } from './event.ts';
import { fallBackToWasm, isRecoverable, lostRun, maxLosses } from './faults.ts';
import { proofOf } from './measurements.ts';
import { setOut } from './moving.ts';
import {
  noCommands,
  type Outcome,
  type RunCommand,
  send,
  withContext,
  withLog,
  withRequests,
} from './outcome.ts';
import { restingRun, resumed } from './running.ts';
import { withLostRequests, withoutRequests } from './weightsRequests.ts';

type Recovering = RunStateOf<'recovering'>;

/** Puts a run that lost its worker or its GPU on a fresh worker, from its last checkpoint or from its beginning. Null where it does not survive. */
export function recover(state: SessionState, failure: FailureData): Outcome | null {
  const { run: before, runContext } = state;
  const run = lostRun(before);
  const hasSource = runContext.beginning !== null || runContext.checkpoint !== null;
  if (!run || !hasSource || !isRecoverable(failure, before.kind === 'recovering')) return null;
  const losses = runContext.losses + 1;
  const next = losses < maxLosses ? withContext(state, { losses }) : onWasm(state);
  if (!next) return null;
  const line = recoveryLine(failure, run.progress.step, snapshot(runContext)?.step ?? 0);
  const recovering: Recovering = {
    kind: 'recovering',
    run,
    aim: before.kind === 'recovering' ? before.aim : aimOf(before),
    backend: next.backend?.name ?? next.backendChoice,
    unanswered: before.kind === 'recovering' ? before.unanswered : runContext.requests,
    isWaiting: losses > 1,
  };
  const lost = withLog(withoutRequests(next), line);
  const [begun, commands]: Outcome = recovering.isWaiting
    ? [{ ...lost, run: recovering }, [{ kind: 'waitToRetry' }]]
    : begin(lost, recovering);
  return [begun, [{ kind: 'endWorker' }, ...commands]];
}

function onWasm(state: SessionState): SessionState | null {
  const next = fallBackToWasm(state);
  return next && withContext(next, { losses: 0 });
}

function aimOf(state: RunState): Aim {
  switch (state.kind) {
    case 'preparing':
    case 'training':
      return { kind: 'train' };
    case 'stopping':
      return { kind: 'stop' };
    case 'pausing':
      return state.move ? { kind: 'move', move: state.move } : { kind: 'rest' };
    default:
      return { kind: 'rest' };
  }
}

/** A run that was resumed evaluates at its end; a trial of a sweep must not, and begins anew. */
function snapshot({ beginning, checkpoint }: RunContext): CheckpointBytes | null {
  return beginning?.evaluatesAtEnd === false ? null : checkpoint;
}

export function retryRecovery(state: SessionState, run: Recovering): Outcome {
  return run.isWaiting ? begin(state, { ...run, isWaiting: false }) : noCommands(state);
}

function begin(state: SessionState, run: Recovering): Outcome {
  const checkpoint = snapshot(state.runContext);
  if (!checkpoint) return beginAnew(state, run);
  const { id, bytes } = checkpoint;
  const { backend } = run;
  return [{ ...state, run }, [send({ kind: 'restoreCheckpoint', purpose: 'recover', id, bytes, backend })]];
}

/** Every random draw follows from the seed: the same run comes out. Its first steps are not what was asked about. */
function beginAnew(state: SessionState, run: Recovering): Outcome {
  const { beginning } = state.runContext;
  const empty: SessionState = {
    ...withLostRequests(state, run.unanswered),
    history: emptyHistory,
    logitsHistograms: [],
    layersPoints: [],
    run: { ...run, unanswered: [] },
  };
  return [empty, beginning ? [send({ ...beginning, backend: run.backend }), ...orders(run.aim)] : []];
}

/** What a run that has begun anew is told at once. */
function orders({ kind }: Aim): RunCommand[] {
  switch (kind) {
    case 'train':
      return [];
    case 'stop':
      return [send({ kind: 'stopTraining' })];
    case 'rest':
    case 'move':
      return [send({ kind: 'pauseTraining' })];
  }
}

/** The same run, a little earlier: what was measured since is measured again. */
export function recovered(
  state: SessionState,
  { run: before, aim, unanswered }: Recovering,
  event: RunEventOf<'checkpointRestored'>,
): Outcome {
  const { history, progress, summary } = event;
  const run: Run = { ...before, progress, testEvaluations: summary.testEvaluations };
  const there: SessionState = {
    ...state,
    run: restingRun(run),
    history,
    logitsHistograms: state.logitsHistograms.filter(({ step }) => step < progress.step),
    layersPoints: state.layersPoints.filter(({ step }) => step < progress.step),
    restoreProof: proofOf(event),
  };
  const [next, commands] = goOn(withRequests(there, unanswered), run, aim);
  return [next, [...unanswered.map(send), ...commands]];
}

function goOn(state: SessionState, run: Run, aim: Aim): Outcome {
  const { pauseAtStep } = state.runContext;
  switch (aim.kind) {
    case 'rest':
      return noCommands(state);
    case 'stop':
      return [{ ...state, run: { kind: 'stopping', run } }, [send({ kind: 'stopTraining' })]];
    case 'train':
      return resumed(state, run, pauseAtStep === null ? null : pauseAtStep - run.progress.step);
    case 'move':
      return isOn(state, state.backendChoice) ? resumed(state, run, null) : setOut(state, aim.move, true);
  }
}

/** After too many losses, WASM may be where the run is by now. */
function isOn({ backend }: SessionState, choice: BackendChoice): boolean {
  return backend?.name === choice;
}
