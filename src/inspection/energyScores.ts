import { classNames } from '../data/cifar10.ts';
import { batchesOf, type ImageRange } from '../training/accuracy.ts';
import { type EvaluatedNetwork, evaluatedLogits } from '../training/evaluatedNetwork.ts';
import { energyScore } from './energyScore.ts';
import { readOnce } from './readOnce.ts';

/** [images], ascending. Labels are not used. */
export async function sortedEnergyScores(
  range: ImageRange,
  network: EvaluatedNetwork,
): Promise<Float32Array<ArrayBuffer>> {
  const scores = new Float32Array(range.end - range.first);
  let row = 0;
  for (const indices of batchesOf(range, network.model)) {
    const logits = await readOnce(() => evaluatedLogits(range.images, indices, network));
    for (let start = 0; start < logits.length; start += classNames.length) {
      scores[row] = energyScore(logits.subarray(start, start + classNames.length));
      row += 1;
    }
  }
  return scores.sort();
}
