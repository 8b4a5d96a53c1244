import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { encodeNpz } from '../tensorFiles/npz.ts';
import { describeCheckpoint, fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { inputArrays } from './inputArrays.ts';
import { networkWeights } from './networkWeights.ts';
import { inputDescription } from './preprocessing.ts';

/** One file for `numpy.load`: the weights as `[inputs, outputs]`, the biases, and the arrays that turn pictures into inputs. */
export function numpyWeights(checkpoint: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  return [
    {
      name: `${fileStem(checkpoint.summary)}.npz`,
      mediaType: 'application/octet-stream',
      bytes: npzOf(checkpoint, recipe),
    },
  ];
}

export function npzOf(checkpoint: Checkpoint, recipe: InputRecipe): Uint8Array<ArrayBuffer> {
  return encodeNpz([...networkWeights(checkpoint), ...inputArrays(recipe)], {
    ...describeCheckpoint(checkpoint),
    input: inputDescription(recipe),
  });
}
