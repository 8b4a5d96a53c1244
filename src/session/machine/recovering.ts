import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { FailureData } from '../../failure.ts';
import { recoveryLine } from '../state/logLines.ts';
import {
  type CheckpointBytes,
  type RecoveryGoal,
  type Run,
  type RunContext,
  type RunState,
  type RunStateOf,
  untimed,
} from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import type { RunEventOf } from './event.ts';
import { fallBackToWasm, isRecoverable, lostRun, maxConsecutiveFaults } from './faults.ts';
import { proofOf } from './measurements.ts';
import { startMove } from './moving.ts';
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

/** Recovers a run that lost its worker or its GPU on a fresh worker, from its last checkpoint or its start. Null if it cannot. */
export function recover(state: SessionState, failure: FailureData): Outcome | null {
  const { run: before, runContext } = state;
  const run = lostRun(before);
  const hasSource = runContext.startCommand !== null || runContext.checkpoint !== null;
  if (!run || !hasSource || !isRecoverable(failure, before.kind === 'recovering')) return null;
  const consecutiveFaults = runContext.consecutiveFaults + 1;
  const next =
    consecutiveFaults < maxConsecutiveFaults ? withContext(state, { consecutiveFaults }) : onWasm(state);
  if (!next) return null;
  const line = recoveryLine(failure, run.progress.step, snapshot(runContext)?.step ?? 0);
  const recovering: Recovering = {
    kind: 'recovering',
    run: untimed(run),
    goal: before.kind === 'recovering' ? before.goal : goalOf(before),
    backend: next.backend?.name ?? next.backendChoice,
    unanswered: before.kind === 'recovering' ? before.unanswered : runContext.requests,
    isWaiting: consecutiveFaults > 1,
  };
  const lost = withLog(withoutRequests(next), line);
  const [started, commands]: Outcome = recovering.isWaiting
    ? [{ ...lost, run: recovering }, [{ kind: 'waitToRetry' }]]
    : begin(lost, recovering);
  return [started, [{ kind: 'endWorker' }, ...commands]];
}

function onWasm(state: SessionState): SessionState | null {
  const next = fallBackToWasm(state);
  return next && withContext(next, { consecutiveFaults: 0 });
}

function goalOf(state: RunState): RecoveryGoal {
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

/** A resumed run evaluates at its end; a trial of a sweep must not, so it is restarted. */
function snapshot({ startCommand, checkpoint }: RunContext): CheckpointBytes | null {
  return startCommand?.evaluatesAtEnd === false ? null : checkpoint;
}

export function retryRecovery(state: SessionState, run: Recovering): Outcome {
  return run.isWaiting ? begin(state, { ...run, isWaiting: false }) : noCommands(state);
}

function begin(state: SessionState, run: Recovering): Outcome {
  const checkpoint = snapshot(state.runContext);
  if (!checkpoint) return restart(state, run);
  const { id, bytes } = checkpoint;
  const { backend } = run;
  return [{ ...state, run }, [send({ kind: 'restoreCheckpoint', purpose: 'recover', id, bytes, backend })]];
}

/** Every random draw follows from the seed: the same run comes out. Its first steps are not what was asked about. */
function restart(state: SessionState, run: Recovering): Outcome {
  const { startCommand } = state.runContext;
  const next = { ...withLostRequests(state, run.unanswered), run: { ...run, unanswered: [] } };
  return [
    next,
    startCommand ? [send({ ...startCommand, backend: run.backend }), ...commandsFor(run.goal)] : [],
  ];
}

/** The commands that a restarted run needs to reach its goal. */
function commandsFor({ kind }: RecoveryGoal): RunCommand[] {
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

/** Continues the run from an earlier step: later measurements are taken again. */
export function recovered(
  state: SessionState,
  { run: before, goal, unanswered }: Recovering,
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
    stepTimes: state.stepTimes.filter(({ step }) => step <= progress.step),
    restoreProof: proofOf(event),
  };
  const [next, commands] = goOn(withRequests(there, unanswered), run, goal);
  return [next, [...unanswered.map(send), ...commands]];
}

function goOn(state: SessionState, run: Run, goal: RecoveryGoal): Outcome {
  const { pauseAtStep } = state.runContext;
  switch (goal.kind) {
    case 'rest':
      return noCommands(state);
    case 'stop':
      return [{ ...state, run: { kind: 'stopping', run } }, [send({ kind: 'stopTraining' })]];
    case 'train':
      return resumed(state, run, pauseAtStep === null ? null : pauseAtStep - run.progress.step);
    case 'move':
      return isOn(state, state.backendChoice) ? resumed(state, run, null) : startMove(state, goal.move, true);
  }
}

/** After too many losses, WASM may be where the run is by now. */
function isOn({ backend }: SessionState, choice: BackendChoice): boolean {
  return backend?.name === choice;
}
