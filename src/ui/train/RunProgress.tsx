import { lazy, useState } from 'react';
import type { BackendInfo } from '../../backend/backendInfo.ts';
import { type RunState, shownRun } from '../../session/state/runState.ts';
import { divergedAt, lastSavedStep } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import type { PreparationStage } from '../../worker/training/protocol.ts';
import { Deferred } from '../common/Deferred.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { durationText, wholeNumber } from '../words/numbers.ts';
import { LoadWeights } from './LoadWeights.tsx';

const TimeLeft = lazy(() => import('./TimeLeft.tsx'));

/** How far the run has come, and what it is doing. */
export function RunProgress() {
  const state = useSessionState(({ run }) => run);
  const isStarting = useSessionState((session) => session.isStarting);
  const isEvaluating = useSessionState((session) => session.isEvaluating);
  const isElsewhere = useSessionState(isTrainedElsewhere);
  const compiles = useCompiles();
  const savedAt = useSessionState(lastSavedStep);
  const divergence = useSessionState(divergedAt);
  const waitsSeconds = useSessionState(secondsToWait);
  const stepSeconds = useSessionState((session) => session.stepSeconds);
  const run = shownRun(state);
  const step = run?.progress.step ?? 0;
  const maxSteps = run?.hyperparameters.maxSteps ?? 1;
  return (
    <div className="run-progress">
      {state.kind === 'failed' && <FailureNotice failure={state.failure} savedAt={savedAt} />}
      <progress aria-label="Training" value={step} max={maxSteps} />
      <div className="run-progress-line">
        {/* A status that changes four times a second must not be read out each time. */}
        <p role="status" aria-live="off" className="figures">
          {run ? `Step ${wholeNumber(step)} of ${wholeNumber(maxSteps)}` : 'No run yet'}
        </p>
        <p className={divergence === null ? 'quiet' : 'diverged'} role="status">
          {isElsewhere
            ? 'Training in another tab; shown as last saved.'
            : activityText(state, {
                isStarting,
                isEvaluating,
                compiles,
                isSaved: savedAt !== null,
                waitsSeconds,
                stepSeconds,
                divergence,
              })}
        </p>
        <LoadWeights />
        <p className="quiet figures">
          {run && `${durationText(run.progress.elapsedSeconds)} elapsed`}
          {(state.kind === 'training' || state.kind === 'preparing') && (
            <Deferred>
              <TimeLeft />
            </Deferred>
          )}
        </p>
      </div>
    </div>
  );
}

/** Whether the shown run may be the one that another tab trains. */
function isTrainedElsewhere({ run, runs, trainingLock }: SessionState): boolean {
  return trainingLock === 'elsewhere' && run.kind === 'opened' && run.run.id === runs[0]?.id;
}

/** Whether the next step is the first of a worker on a GPU: its programs are compiled with it. */
function useCompiles(): boolean {
  const backend = useSessionState((state) => state.backend);
  const isTraining = useSessionState(({ run }) => run.kind === 'training');
  // Each worker starts a backend of its own.
  const [warm, setWarm] = useState<BackendInfo | null>(null);
  if (isTraining && warm !== backend) setWarm(backend);
  return backend !== warm && (backend?.name === 'webgl' || backend?.name === 'webgpu');
}

/** Steps on these two are given up for a pause, where worker and page share memory. */
function secondsToWait({ run, backend, stepSeconds }: SessionState): number {
  const isHeard = globalThis.crossOriginIsolated && (backend?.name === 'wasm' || backend?.name === 'webgl');
  const seconds = Math.max((shownRun(run)?.progress.msPerStep ?? 0) / 1_000, stepSeconds);
  return isHeard || seconds < 1 ? 0 : seconds;
}

const stageTexts: Record<Exclude<PreparationStage, 'shaders'>, string> = {
  backend: 'Starting TensorFlow.js…',
  data: 'Loading the images…',
  whitening: 'Whitening the images, once for all later runs…',
  weights: 'Initializing the weights…',
};

interface ActivityContext {
  /** Whether a run was asked for a moment ago. */
  readonly isStarting: boolean;
  readonly isEvaluating: boolean;
  /** Whether a GPU's programs are compiled with the next step. */
  readonly compiles: boolean;
  /** Whether there is anything of the run to continue from. */
  readonly isSaved: boolean;
  /** The step by which it had diverged; null where it has not. */
  readonly divergence: number | null;
  /** How long a step takes that has to be waited for; 0 where that is no time, or where it is given up. */
  readonly waitsSeconds?: number;
  /** How long the current step has taken, where it takes seconds; else 0. */
  readonly stepSeconds?: number;
}

/** What the run is doing, in a few words. */
export function activityText(
  state: RunState,
  {
    isStarting,
    isEvaluating,
    compiles,
    isSaved,
    divergence,
    waitsSeconds = 0,
    stepSeconds = 0,
  }: ActivityContext,
): string {
  if (isStarting) return 'Starting…';
  if (isEvaluating) return 'Evaluating 10,000 test images…';
  switch (state.kind) {
    case 'idle':
      return '';
    case 'preparing':
      return stepSeconds > 0 && !compiles ? underWayText(stepSeconds) : stageText(state, compiles);
    case 'restoring':
      return 'Restoring the checkpoint…';
    case 'moving':
      return 'Moving to another backend…';
    case 'recovering':
      return 'Recovering from the last checkpoint after a fault…';
    case 'training':
      return stepSeconds > 0 ? underWayText(stepSeconds) : 'Training';
    case 'pausing':
      return waitsSeconds ? `Pausing: ${waitText(waitsSeconds)}` : 'Pausing before the next step…';
    case 'stopping':
      return waitsSeconds ? `Stopping: ${waitText(waitsSeconds)}` : 'Stopping before the next step…';
    case 'paused':
      return 'Paused';
    case 'opened':
      return openedText(isSaved, divergence);
    case 'stopped':
      return 'Stopped';
    case 'finished':
      return 'Finished';
    case 'failed':
      return divergence === null ? 'Ended by a fault' : `Diverged by step ${wholeNumber(divergence)}`;
  }
}

function openedText(isSaved: boolean, divergence: number | null): string {
  const run =
    divergence === null
      ? 'An earlier run'
      : `An earlier run, which had diverged by step ${wholeNumber(divergence)}`;
  return isSaved ? `${run}.` : `${run}. Nothing of it was saved: Train starts a new one.`;
}

function underWayText(seconds: number): string {
  return `Training: the current step has taken ${durationText(Math.round(seconds))} so far`;
}

function waitText(seconds: number): string {
  return `the current step takes about ${durationText(Math.round(seconds))}…`;
}

function stageText({ stage, share }: Extract<RunState, { kind: 'preparing' }>, compiles: boolean): string {
  if (stage === 'shaders') {
    return compiles ? 'Compiling GPU programs…' : 'Waiting for the next step…';
  }
  return share === undefined ? stageTexts[stage] : `${stageTexts[stage]} ${Math.floor(100 * share)} %`;
}
