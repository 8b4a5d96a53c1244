import { rankAmong } from '../../../inspection/energyScore.ts';
import { answerIn } from '../../../session/state/inspectionState.ts';
import type { InspectedWeights } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { noneOfTheseText } from '../../words/energyScores.ts';
import { useInspection } from '../useInspection.ts';

interface NoneOfTheseProps {
  readonly energyScore: number;
  /** What the score was computed with: scores of other weights say nothing of it. */
  readonly weights: InspectedWeights;
}

const question = { kind: 'energyScores' } as const;

/** Whether the picture fits any of the ten classes, compared with test images. */
export function NoneOfThese({ energyScore, weights }: NoneOfTheseProps) {
  const view = useInspection('energyScores', question);

  const answer = answerIn(view, 'energyScores');
  const compared = view?.answer?.weights;
  if (!answer || compared?.runId !== weights.runId || compared.step !== weights.step) return null;
  return (
    <>
      <p>{noneOfTheseText(rankAmong(energyScore, answer.sorted))}</p>
      <p className="quiet">
        Compared with 1,000 test images. A picture that fits worse than nearly all of them is probably of
        something else; one that fits well may be too: networks can be sure of what they have never seen.
      </p>
    </>
  );
}
