import { useEffect } from 'react';
import { rankAmong } from '../../../inspection/energyScore.ts';
import { answerIn } from '../../../session/state/inspectionState.ts';
import type { InspectedWeights } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { useSession, useSessionState } from '../../common/sessionContext.ts';
import { noneOfTheseText } from '../../words/energyScores.ts';

interface NoneOfTheseProps {
  readonly energyScore: number;
  /** What the score was computed with: scores of other weights say nothing of it. */
  readonly weights: InspectedWeights;
}

/** Whether the picture fits any of the ten classes, compared with test images. */
export function NoneOfThese({ energyScore, weights }: NoneOfTheseProps) {
  const { inspection } = useSession();
  const view = useSessionState((state) => state.inspection.views.energyScores);
  useEffect(() => {
    inspection.open('energyScores', { kind: 'energyScores' });
    return () => inspection.close('energyScores');
  }, [inspection]);

  const answer = answerIn(view, 'energyScores');
  const compared = view?.answer?.weights;
  if (!answer || compared?.runId !== weights.runId || compared.step !== weights.step) return null;
  return (
    <>
      <p>{noneOfTheseText(rankAmong(energyScore, answer.sorted))}</p>
      <p className="quiet">
        Compared with 1,000 test images. A low rank is a good sign of a picture of something else, and a high
        one proves nothing: networks can be sure of what they have never seen.
      </p>
    </>
  );
}
