import { useEffect, useRef, useState } from 'react';
import type { FailureData } from '../../../failure.ts';
import {
  answerIn,
  hasPresentWeights,
  type InspectionTarget,
} from '../../../session/state/inspectionState.ts';
import { hasWeights, runOf } from '../../../session/state/runState.ts';
import type { SessionState } from '../../../session/state/sessionState.ts';
import type { InspectedWeights, LiveAnswer } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { useSession, useSessionState } from '../../common/sessionContext.ts';
import { pauseAfter, unitsToAskFor } from './livePace.ts';

interface Kept {
  readonly answer: LiveAnswer;
  readonly weights: InspectedWeights;
}

interface LiveState {
  /** The latest about the shown run; null where there is none. */
  readonly latest: Kept | null;
  readonly failure: FailureData | null;
}

const presentRun: InspectionTarget = { kind: 'presentRun' };

/**
 * Asks what the run's network sees, as long as somebody looks: about once a second while it trains, and once when it rests. Trials
 * of a search are not asked, because they never see the test images.
 */
export function useLiveAnswer(isSeen: boolean): LiveState {
  const { inspection } = useSession();
  const view = useSessionState((state) => state.inspection.views.live);
  const runId = useSessionState((state) => runOf(state.run)?.id ?? null);
  const canBeAsked = useSessionState((state) => hasPresentWeights(state.run) && state.activeSweep === null);
  const isTraining = useSessionState(({ run }) => run.kind === 'training');
  const stepAtRest = useSessionState(shownStepAtRest);
  const answers = useRef(0);
  const [kept, setKept] = useState<Kept | null>(null);

  const isAsking = isSeen && canBeAsked && runId !== null;
  const answer = answerIn(view, 'live');
  const weights = view?.answer?.weights ?? null;
  const failure = view?.failure ?? null;
  const isIdle = view !== undefined && !view.isPending && failure === null;

  useEffect(() => {
    if (!isAsking || runId === null) return;
    answers.current = 0;
    inspection.open('live', { kind: 'live', units: null }, presentRun);
    return () => inspection.close('live');
  }, [inspection, isAsking, runId]);

  useEffect(() => {
    if (!answer || !weights) return;
    answers.current += 1;
    setKept({ answer, weights });
  }, [answer, weights]);

  useEffect(() => {
    if (!isAsking || !isTraining || !isIdle) return;
    const timer = setTimeout(
      () => {
        const units = unitsToAskFor(answers.current, answer?.firstLayer.shown ?? null);
        inspection.open('live', { kind: 'live', units }, presentRun);
      },
      pauseAfter(answers.current, answer?.milliseconds ?? 0),
    );
    return () => clearTimeout(timer);
  }, [inspection, isAsking, isTraining, isIdle, answer]);

  const isOutdated =
    weights?.step !== stepAtRest || view?.question.kind !== 'live' || view.question.units !== null;
  useEffect(() => {
    if (!isAsking || stepAtRest === null || !isIdle || !isOutdated) return;
    inspection.open('live', { kind: 'live', units: null }, presentRun);
  }, [inspection, isAsking, stepAtRest, isIdle, isOutdated]);

  return { latest: kept?.weights.runId === runId ? kept : null, failure };
}

/** The step of a run whose weights rest; null while they change, and where there are none. */
function shownStepAtRest({ run }: SessionState): number | null {
  if (!hasWeights(run) || run.kind === 'training') return null;
  return runOf(run)?.progress.step ?? null;
}
