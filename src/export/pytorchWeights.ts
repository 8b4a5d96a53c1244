import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { encodeSafetensors } from '../tensorFiles/safetensors.ts';
import { valuesInFile } from './arrayForm.ts';
import { describeCheckpoint, fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { inputArrays } from './inputArrays.ts';
import { layersOf, networkWeights, valuesNamed } from './networkWeights.ts';
import { inputDescription } from './preprocessing.ts';
import { pytorchModules, sequentialText } from './pytorchModules.ts';

const mediaType = 'application/octet-stream';

/**
 * The weights for a strict `load_state_dict` of a PyTorch `nn.Sequential` with the network's layers, and in a separate file the
 * arrays that turn pictures into its inputs: a strict load allows nothing beside the weights. Both files have the checksum of the
 * weights, which says that they belong together.
 */
export function pytorchWeights(checkpoint: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  const { summary } = checkpoint;
  const description = describeCheckpoint(checkpoint);
  const input = inputDescription(recipe);
  const { weights_crc32 = '' } = description;
  const module = sequentialText(layersOf(summary));
  return [
    {
      name: `${fileStem(summary)}.safetensors`,
      mediaType,
      bytes: encodeSafetensors(stateOf(checkpoint), { format: 'pt', module, ...description, input }),
    },
    {
      name: `${fileStem(summary)}-preprocessing.safetensors`,
      mediaType,
      bytes: encodeSafetensors(inputArrays(recipe), { format: 'pt', weights_crc32, input }),
    },
  ];
}

/** `0.weight`, `0.bias`, `2.weight` … */
function stateOf(checkpoint: Checkpoint): NamedArray[] {
  const weights = networkWeights(checkpoint);
  return pytorchModules(layersOf(checkpoint.summary)).flatMap(({ forms, constants }, place) => {
    const arrays = forms.map((form) => {
      const { name, shape, array } = form;
      return { name, shape, values: valuesInFile(form, valuesNamed(array, weights)) };
    });
    return [...arrays, ...constants].map((array) => ({ ...array, name: `${place}.${array.name}` }));
  });
}
