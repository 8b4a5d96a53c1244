import * as v from 'valibot';
import { parameterName } from '../configuration/parameters.ts';
import { Failure } from '../failure.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { parseJson } from './parseJson.ts';
import { hasActivation } from './requireTopology.ts';
import type { ChosenFile, WeightsContents } from './weightsFile.ts';

const name = v.pipe(v.string(), v.maxLength(200));
const length = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const numbers = v.pipe(v.array(v.number()), v.maxLength(3_072));

/** The deepest network of the page has 48 convolutions, with a normalization, an activation and four arrays each. */
const maxLayers = 200;
const maxArrays = 300;

const layerSchema = v.object({
  class_name: name,
  config: v.record(v.string(), v.unknown()),
});

/** The part of a layers model that is needed here. */
const modelSchema = v.object({
  modelTopology: v.object({
    class_name: v.literal('Sequential'),
    config: v.object({ layers: v.pipe(v.array(layerSchema), v.maxLength(maxLayers)) }),
  }),
  weightsManifest: v.pipe(
    v.array(
      v.object({
        paths: v.pipe(v.array(name), v.maxLength(100)),
        weights: v.pipe(
          v.array(v.object({ name, shape: v.array(length), dtype: v.literal('float32') })),
          v.maxLength(maxArrays),
        ),
      }),
    ),
    v.maxLength(10),
  ),
  userDefinedMetadata: v.optional(v.record(v.string(), v.unknown()), {}),
});

type Model = v.InferOutput<typeof modelSchema>;

/** Of the activations that networks can be given, the one that they do not have by default. */
const chosenActivation = 'gelu';

/**
 * Reads a tfjs layers model: its .json, and the .bin files that it names. See `export/tfjsModel.ts`.
 *
 * @throws Failure `weights-file-damaged`, `weights-part-missing`
 */
export function readTfjsModel(json: ChosenFile, others: readonly ChosenFile[]): WeightsContents {
  const parsed = v.safeParse(modelSchema, parseJson(new TextDecoder().decode(json.bytes)));
  if (!parsed.success) throw damaged('it is not a Sequential layers model with single-precision weights');
  const model = parsed.output;
  const { layers } = model.modelTopology.config;
  const { pixelMean, pixelScale, ...texts } = model.userDefinedMetadata;
  return {
    arrays: [
      ...model.weightsManifest.flatMap((group) => arraysOf(group, others)),
      ...inputArray('pixel_mean', pixelMean),
      ...inputArray('pixel_scale', pixelScale),
    ],
    description: {
      ...(hasActivation(layers, chosenActivation) ? { [parameterName('activation')]: chosenActivation } : {}),
      ...Object.fromEntries(
        Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      ),
    },
    topology: layers,
  };
}

function arraysOf(
  { paths, weights }: Model['weightsManifest'][number],
  others: readonly ChosenFile[],
): NamedArray[] {
  const bytes = joined(paths.map((path) => fileNamed(path, others)));
  const lengths = weights.map(({ shape }) => 4 * shape.reduce((product, side) => product * side, 1));
  const wanted = lengths.reduce((sum, byteLength) => sum + byteLength, 0);
  if (bytes.length !== wanted) throw damaged(`its .bin has ${bytes.length} bytes; expected ${wanted}`);
  let end = 0;
  return weights.map(({ name: arrayName, shape }, index) => {
    const begin = end;
    end += lengths[index] ?? 0;
    return { name: arrayName, shape, values: new Float32Array(bytes.slice(begin, end).buffer) };
  });
}

/** Browsers add numbers to the names of files that are downloaded twice, so a single .bin is used whatever its name. */
function fileNamed(path: string, others: readonly ChosenFile[]): ChosenFile {
  const found = others.find((file) => file.name === path) ?? (others.length === 1 ? others[0] : undefined);
  if (!found) throw new Failure({ code: 'weights-part-missing', details: { missing: path } });
  return found;
}

function joined(files: readonly ChosenFile[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(files.reduce((total, file) => total + file.bytes.length, 0));
  let offset = 0;
  for (const file of files) {
    bytes.set(file.bytes, offset);
    offset += file.bytes.length;
  }
  return bytes;
}

function inputArray(arrayName: string, value: unknown): NamedArray[] {
  if (value === undefined) return [];
  const parsed = v.safeParse(numbers, value);
  if (!parsed.success) throw damaged(`its ${arrayName} is not a list of numbers`);
  const values = Float32Array.from(parsed.output);
  return [{ name: arrayName, shape: [values.length], values }];
}

function damaged(reason: string): Failure {
  return new Failure({ code: 'weights-file-damaged', details: { reason } });
}
