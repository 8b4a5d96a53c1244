import * as v from 'valibot';
import { parameterName } from '../configuration/parameters.ts';
import type { KerasLayer } from '../export/kerasLayers.ts';
import { Failure } from '../failure.ts';
import type { AllocationBudget } from '../limits/allocationBudget.ts';
import { maxArrays, maxModelJsonBytes } from '../limits/readingLimits.ts';
import { damaged } from '../tensorFiles/damaged.ts';
import { joined } from '../tensorFiles/joined.ts';
import { type NumberTypeName, numberTypes } from '../tensorFiles/numberTypes.ts';
import { parseJson } from '../tensorFiles/parseJson.ts';
import { type StoredArray, storedNumbers, unreadArray } from '../tensorFiles/storedArray.ts';
import { kerasModel, layerName } from './kerasModel.ts';
import { unread } from './refusals.ts';
import { hasActivation } from './requireTopology.ts';
import { textsIn } from './textsIn.ts';
import type { ChosenFile, WeightsContents } from './weightsFile.ts';
import { withoutWhitening } from './withoutWhitening.ts';

const name = v.pipe(v.string(), v.maxLength(200));
const length = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const numbers = v.pipe(v.array(finite), v.maxLength(3_072));

const weightSchema = v.object({
  name,
  shape: v.pipe(v.array(length), v.maxLength(8)),
  dtype: name,
  group: v.optional(v.string()),
  quantization: v.optional(
    v.object({ dtype: name, scale: v.optional(finite, 1), min: v.optional(finite, 0) }),
  ),
});

const groupSchema = v.object({
  paths: v.pipe(v.array(name), v.maxLength(100)),
  weights: v.pipe(v.array(weightSchema), v.maxLength(maxArrays)),
});

/** The part of a layers model that is needed here. */
const modelSchema = v.object({
  format: v.optional(v.unknown()),
  modelTopology: v.unknown(),
  weightsManifest: v.pipe(v.array(groupSchema), v.maxLength(10)),
  userDefinedMetadata: v.optional(v.nullable(v.record(v.string(), v.unknown())), {}),
});

type Weight = v.InferOutput<typeof weightSchema>;
type Group = v.InferOutput<typeof groupSchema>;

/** Of the activations that networks can be given, the one that they do not have by default. */
const chosenActivation = 'gelu';

/**
 * Reads a tfjs layers model: its .json, and the .bin files that it names. See `export/tfjsModel.ts`.
 *
 * @throws Failure `weights-file-damaged`, `weights-kind-unread`, `weights-type-unread`, `weights-part-missing`, `weights-unsuitable`,
 *   `reading-stopped`
 */
export function readTfjsModel(
  json: ChosenFile,
  others: readonly ChosenFile[],
  budget: AllocationBudget,
): WeightsContents {
  if (json.bytes.length > maxModelJsonBytes) throw damaged('its JSON is larger than that of any network');
  const model = v.safeParse(modelSchema, parseJson(json.bytes, budget));
  if (!model.success) throw unread('JSON without the layers and the list of weights of a tfjs layers model');
  const { format, modelTopology, weightsManifest, userDefinedMetadata } = model.output;
  if (format === 'graph-model') throw unread('a tfjs graph model');
  const { pixelMean, pixelScale, ...metadata } = userDefinedMetadata ?? {};
  const { texts, others: unknown } = textsIn(metadata);
  const whole = {
    layers: kerasModel(modelTopology),
    arrays: arraysOf(weightsManifest, others, budget),
  };
  const whitened = withoutWhitening(whole);
  const { layers, arrays } = whitened ?? whole;
  return {
    arrays: [
      ...inOrder(arrays, layers),
      ...inputArray('pixel_mean', pixelMean, budget),
      ...inputArray('pixel_scale', pixelScale, budget),
    ].map((array) => ({ ...array, file: json.name })),
    description: {
      ...(whitened ? { [parameterName('inputScaling')]: 'whitened' } : {}),
      ...(hasActivation(layers, chosenActivation) ? { [parameterName('activation')]: chosenActivation } : {}),
      ...texts,
    },
    unread: unknown,
    model: layers,
    checkpoint: null,
  };
}

/** The arrays of the model's layers in the order of these, then all others. */
function inOrder(arrays: readonly StoredArray[], layers: readonly KerasLayer[]): readonly StoredArray[] {
  const names = layers.map(layerName);
  const placeOf = ({ name: full }: StoredArray) => {
    const layer = full.slice(0, full.lastIndexOf('/'));
    const place = names.findLastIndex(
      (found) => found !== '' && (layer === found || layer.endsWith(`/${found}`)),
    );
    return place < 0 ? names.length : place;
  };
  return [...arrays].sort((one, other) => placeOf(one) - placeOf(other));
}

/** Each file is of one group, and is in it once: a list of names is short, whatever the files hold. */
function arraysOf(
  groups: readonly Group[],
  files: readonly ChosenFile[],
  budget: AllocationBudget,
): StoredArray[] {
  const unused = new Set(files);
  return groups.flatMap(({ weights, paths }) => {
    const parts = paths.map((path) => {
      const found = fileNamed(path, files);
      if (!unused.delete(found)) throw missing(path);
      return found.bytes;
    });
    return arraysOfGroup(weights, parts, budget);
  });
}

/** The arrays in a group of .bin files, one after the other; those of the optimizer only take their place. */
function arraysOfGroup(
  weights: readonly Weight[],
  parts: readonly Uint8Array[],
  budget: AllocationBudget,
): StoredArray[] {
  budget.take(parts.reduce((total, { length }) => total + length, 0));
  const bytes = joined(parts);
  let end = 0;
  const arrays = weights.map((weight) => {
    const begin = end;
    end += byteLengthOf(weight, bytes, begin);
    return arrayIn(weight, bytes.subarray(begin, end), budget);
  });
  if (end !== bytes.length) throw damaged(`its .bin files have ${bytes.length} bytes; expected ${end}`);
  return arrays;
}

/** The types of the format that numbers of weights have. Its booleans take a byte each, its texts their length and that. */
const typeNames: ReadonlyMap<string, NumberTypeName> = new Map([
  ['float32', 'float32'],
  ['int32', 'int32'],
  ['float16', 'float16'],
  ['uint8', 'uint8'],
  ['uint16', 'uint16'],
]);
const otherTypes: ReadonlyMap<string, number> = new Map([
  ['bool', 1],
  ['complex64', 8],
]);

function byteLengthOf(
  { name: array, shape, dtype, quantization }: Weight,
  bytes: Uint8Array,
  begin: number,
): number {
  const size = shape.reduce((product, side) => product * side, 1);
  const dtypeInFile = quantization?.dtype ?? dtype;
  const type = typeNames.get(dtypeInFile);
  const width = type ? numberTypes[type].bytes : otherTypes.get(dtypeInFile);
  if (width !== undefined) return size * width;
  if (dtypeInFile === 'string') return textsLength(size, bytes, begin);
  const details = { array, type: dtypeInFile.slice(0, 40) };
  throw new Failure({ code: 'weights-type-unread', details });
}

function textsLength(count: number, bytes: Uint8Array, begin: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let place = begin;
  for (let text = 0; text < count; text++) {
    if (place + 4 > bytes.length) throw damaged('its .bin files end within a text');
    place += 4 + view.getUint32(place, true);
  }
  return place - begin;
}

function arrayIn(weight: Weight, bytes: Uint8Array, budget: AllocationBudget): StoredArray {
  const { shape, dtype, group, quantization } = weight;
  // Its other arrays often have the names of those that they belong to.
  const arrayName = group === 'optimizer' ? `optimizer/${weight.name}` : weight.name;
  const type = typeNames.get(quantization?.dtype ?? dtype);
  if (!type) return unreadArray(arrayName, shape, dtype);
  const form = { type, isLittleEndian: true };
  const stored = storedNumbers({ name: arrayName, shape, bytes, form, budget });
  if (!quantization || !numberTypes[type].isInteger) return stored;
  const { scale: step, min } = quantization;
  const read = () => {
    const numbers = stored.read();
    for (const [place, number] of numbers.entries()) numbers[place] = number * step + min;
    return numbers;
  };
  return {
    ...stored,
    type: 'float32',
    read,
    firstUnfit: () => read().find((value) => !Number.isFinite(value)) ?? null,
  };
}

/**
 * Browsers add numbers to the names of files that are downloaded twice, so a single .bin is used whatever its name. The case of
 * letters, and folders, do not matter either.
 */
function fileNamed(path: string, others: readonly ChosenFile[]): ChosenFile {
  const wanted = plainName(path);
  const found =
    others.find((file) => file.name === path) ??
    others.find((file) => plainName(file.name) === wanted) ??
    (others.length === 1 ? others[0] : undefined);
  if (!found) throw missing(path);
  return found;
}

function missing(path: string): Failure {
  return new Failure({ code: 'weights-part-missing', details: { missing: path } });
}

/** `./weights/GROUP1-SHARD1OF2 (1).BIN` → `group1-shard1of2.bin` */
function plainName(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return last.replace(/ \(\d+\)(?=\.bin$)/, '');
}

/** Numbers in the model's metadata, in one list or in lists of lists. */
function inputArray(arrayName: string, value: unknown, budget: AllocationBudget): StoredArray[] {
  if (value === undefined) return [];
  const shape: number[] = [];
  for (let first: unknown = value; Array.isArray(first); first = first[0]) shape.push(first.length);
  const parsed = v.safeParse(numbers, Array.isArray(value) ? value.flat(3) : value);
  const size = shape.reduce((product, side) => product * side, 1);
  if (!parsed.success || parsed.output.length !== size) return [unreadArray(arrayName, shape, typeof value)];
  const bytes = new Uint8Array(Float32Array.from(parsed.output).buffer);
  const form = { type: 'float32', isLittleEndian: true } as const;
  return [storedNumbers({ name: arrayName, shape, bytes, form, budget })];
}
