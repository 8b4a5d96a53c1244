import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { decodeCheckpoint } from '../checkpoint/codec.ts';
import type { Hyperparameters, ParameterKey } from '../configuration/hyperparameters.ts';
import { parameterName } from '../configuration/parameters.ts';
import { trainingImageCount } from '../data/cifar10.ts';
import { weightsChecksum } from '../export/weightsChecksum.ts';
import { Failure } from '../failure.ts';
import { emptyHistory } from '../history/history.ts';
import { AllocationBudget } from '../limits/allocationBudget.ts';
import { maxArrays } from '../limits/readingLimits.ts';
import { averageSuffix, nameInCheckpoint } from '../network/arrays.ts';
import { networkOfShapes, type SizedNetwork } from '../network/networks.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { permuted } from '../tensorFiles/permuted.ts';
import { arrayName } from './arrayNames.ts';
import { describedParameters } from './describedParameters.ts';
import { type FileLayer, fileLayers, requirePlainOrder } from './fileLayers.ts';
import { chainFromPixels, type NetworkChain, ownShape } from './networkChain.ts';
import { ownArrays } from './ownArrays.ts';
import { endingOf, readWeights } from './readWeights.ts';
import { unsuitable } from './refusals.ts';
import { type InputAnswers, isMean, isMeanImage, requireInputs } from './requireInputs.ts';
import { inputOrderOf, requireTopology } from './requireTopology.ts';
import { type ChosenFile, type FileArray, inFile, type WeightsContents } from './weightsFile.ts';

/** An accuracy that was measured where the weights come from. */
export interface StatedAccuracy {
  readonly on: 'test' | 'validation' | 'training';
  readonly accuracy: number;
}

/** Files of weights as a checkpoint to continue from. */
export interface OpenedWeights {
  readonly checkpoint: Checkpoint;
  /** What the files say that the network achieves; null where they say nothing. */
  readonly stated: StatedAccuracy | null;
  /** Hyperparameters that the files lack, for which the article's values were used. */
  readonly assumed: readonly ParameterKey[];
  /** The names of what else is in the files, and was not used. */
  readonly passedOver: readonly string[];
  /** Whether the files have no pixel mean, so that they must have been trained with that of the images stored here. */
  readonly isMeanOwn: boolean;
  /** Whether the network's inputs were pixel after pixel, so that its first weights were rearranged. */
  readonly isRearranged: boolean;
}

export interface OpeningEnvironment {
  /** [3072]: the mean of the training images, which the weights must have been trained with. */
  readonly pixelMean: Float32Array;
  /** The id of the run that starts from these weights. */
  readonly runId: string;
  readonly now: Date;
}

const nothingElse = { assumed: [], passedOver: [], isMeanOwn: false, isRearranged: false };
const noAnswers: InputAnswers = { isMeanOwn: false, order: null };

/**
 * Opens weights that this page or another program saved. Such files have no optimizer state, which starts at zeros. A
 * checkpoint's own file opens as the whole checkpoint. What is not needed is not looked at.
 *
 * @param answers of the user, to what the files do not say
 * @param budget what opening them may allocate
 * @throws Failure with a code that begins with `weights-`; `checkpoint-too-new`, `reading-stopped`, `out-of-memory`
 */
export function openWeights(
  files: readonly ChosenFile[],
  environment: OpeningEnvironment,
  answers = noAnswers,
  budget = new AllocationBudget(),
): OpenedWeights {
  return inFile(namesOf(files), () => {
    const contents = readWeights(files, budget);
    const { checkpoint } = contents;
    if (checkpoint) {
      const opened = checkpointIn(checkpoint, budget);
      const { testAccuracy, validationAccuracy, trainAccuracy } = opened.summary;
      return {
        ...nothingElse,
        checkpoint: opened,
        stated: statedAccuracy(testAccuracy, validationAccuracy, trainAccuracy),
      };
    }
    try {
      return openContents(contents, files, environment, answers);
    } catch (error) {
      const isMeanMissing = error instanceof Failure && error.data.code === 'weights-mean-missing';
      requireReadable(isMeanMissing ? contents.arrays.filter(({ name }) => isMean(name)) : contents.arrays);
      throw error;
    }
  });
}

function openContents(
  { arrays, description, unread, model }: WeightsContents,
  files: readonly ChosenFile[],
  { pixelMean, runId, now }: OpeningEnvironment,
  answers: InputAnswers,
): OpenedWeights {
  if (arrays.length > maxArrays) throw unsuitable(`${arrays.length} arrays are more than any network has`);
  const { weighted, normalizations } = fileLayers(
    arrays.filter((array) => !isMeanImage(array)),
    model !== null,
  );
  const chain = chainFromPixels(weighted, model !== null);
  if (!model) requirePlainOrder(normalizations, channelsOf);
  const sized = networkOf(chain);
  const isOwn = hasOwnMark(description, sized);
  const described = describedParameters(description, sized, isOwn);
  const { hyperparameters: withoutInputs, assumed, unusable } = described;
  const layers = sized.network.layers(withoutInputs);
  if (model) requireTopology(model, layers);
  const weights = ownArrays(layers, chain, normalizations, arrays);
  if (isOwn) requireChecksum(weights, description);
  const [first] = weights;
  const inputs = requireInputs(arrays, {
    pixelMean,
    named: unusable.includes('inputScaling') ? undefined : description[parameterName('inputScaling')],
    order: isOwn ? 'planes' : model && inputOrderOf(model),
    ordered: first?.shape.length === 2 ? (chain.layers[0]?.weights.name ?? null) : null,
    answers,
  });
  const hyperparameters = { ...withoutInputs, inputScaling: inputs.scaling };
  const rearranged = inputs.order === 'pixels' && first?.shape.length === 2 ? rowsInPlanes(first) : null;
  const inPlanes = rearranged ? weights.with(0, rearranged) : weights;
  const place = placeIn(description, hyperparameters);
  const used = [...chain.layers, ...normalizations].flatMap((layer) => [...layer.arrays.values()]);
  const { test_accuracy: test, validation_accuracy: validation, train_accuracy: training } = description;
  return {
    stated: isOwn ? statedAccuracy(...[test, validation, training].map(shareIn)) : null,
    isMeanOwn: inputs.isMeanOwn,
    isRearranged: rearranged !== null,
    assumed: assumed.filter((key) => key !== 'inputScaling'),
    passedOver: [
      ...arrays
        .filter((array) => !used.includes(array) && !inputs.arrays.includes(array))
        .map(({ name }) => name),
      ...unread,
      ...(isOwn ? [] : unusedTexts(description, sized, unusable)),
    ],
    checkpoint: {
      summary: {
        id: `${runId}-imported`,
        runId,
        savedAt: now.toISOString(),
        reason: 'imported',
        network: sized.network.name,
        hyperparameters,
        ...place,
        slotsFrom: place.step,
        elapsedSeconds: 0,
        testEvaluations: 0,
        trainLoss: null,
        trainAccuracy: null,
        validationAccuracy: null,
        testAccuracy: null,
        backend: 'file',
        openedFrom: namesOf(files).slice(0, maxNames),
      },
      history: emptyHistory,
      weights: hyperparameters.averageDecay > 0 ? withAverage(inPlanes) : inPlanes,
    },
  };
}

/** More than file systems allow for one name. */
const maxNames = 1_000;

/** Of the files that say something by themselves, which leaves out a model's `.bin`. */
function namesOf(files: readonly ChosenFile[]): string {
  const described = files.filter((file) => endingOf(file) !== '.bin');
  return (described.length > 0 ? described : files).map(({ name }) => name).join(' and ');
}

/** The first that was measured. */
function statedAccuracy(...accuracies: (number | null)[]): StatedAccuracy | null {
  const kinds = ['test', 'validation', 'training'] as const;
  const measured = kinds.flatMap((on, index) => {
    const accuracy = accuracies[index] ?? null;
    return accuracy === null ? [] : [{ on, accuracy }];
  });
  return measured[0] ?? null;
}

/** A share that metadata state; null where they state none. */
function shareIn(text: string | undefined): number | null {
  const share = Number(text ?? Number.NaN);
  return share >= 0 && share <= 1 ? share : null;
}

/** The sentence about a damaged checkpoint is for those that are stored. */
function checkpointIn({ bytes, name }: ChosenFile, budget: AllocationBudget): Checkpoint {
  try {
    return decodeCheckpoint(bytes, name, budget);
  } catch (error) {
    if (!(error instanceof Failure) || error.data.code !== 'checkpoint-damaged') throw error;
    const reason = 'it is a checkpoint that has changed since it was saved (the checksum is wrong)';
    throw new Failure({ code: 'weights-file-damaged', details: { reason } }, { cause: error });
  }
}

/** Where files cannot be opened, an array that cannot be read is the likely reason: it may be the one that is missing. */
function requireReadable(arrays: readonly FileArray[]): void {
  for (const { name, file, type, read } of arrays) {
    if (type !== null) continue;
    const isNeeded = arrayName(name) !== null || isMean(name);
    inFile(file, () => {
      try {
        read();
      } catch (error) {
        if (isNeeded || (error instanceof Failure && error.data.code === 'weights-file-damaged')) throw error;
      }
    });
  }
}

/** An average that has seen no other weights. */
function withAverage(weights: readonly NamedArray[]): NamedArray[] {
  return [
    ...weights,
    ...weights.map((array) => ({ ...array, name: nameInCheckpoint(array.name, averageSuffix) })),
  ];
}

/** Rows of a matrix for inputs that are pixel after pixel, in the order for inputs that are colour after colour. */
function rowsInPlanes({ name, shape, values }: NamedArray): NamedArray {
  return { name, shape, values: permuted(values, [32, 32, 3, shape[1] ?? 0], [2, 0, 1, 3]) };
}

/** Whether this page wrote the files: it always says the network and the checksum. */
function hasOwnMark(
  { network, weights_crc32: checksum = '' }: Readonly<Record<string, string | undefined>>,
  sized: SizedNetwork,
): boolean {
  return network === sized.network.name && /^[\da-f]{8}$/.test(checksum);
}

function requireChecksum(
  arrays: readonly NamedArray[],
  { weights_crc32: stated }: Readonly<Record<string, string | undefined>>,
): void {
  if (weightsChecksum(arrays) === stated) return;
  const reason = 'its weights have changed since they were saved (the checksum is wrong)';
  throw new Failure({ code: 'weights-file-damaged', details: { reason } });
}

function networkOf({ layers, isOutputsFirst }: NetworkChain): SizedNetwork {
  const shapes = layers.map(({ weights }) => ownShape(weights, isOutputsFirst));
  const found = networkOfShapes(shapes);
  if (found) return found;
  const texts = shapes.map((shape) => shape.join(' × ')).join(', ');
  throw unsuitable(`no network of this page has ${layers.length} layers of these sizes: ${texts}`);
}

/** What normalizations that could change places have in common. */
function channelsOf({ arrays }: FileLayer): string {
  return String(arrays.values().next().value?.shape);
}

/** What files of the page say besides hyperparameters, and what says nothing about the weights. */
const usualTexts = [
  ...['step', 'epoch', 'position', 'next_loss', 'train_accuracy', 'validation_accuracy', 'test_accuracy'],
  ...['saved_at', 'input', 'class_names', 'format', 'module', 'weights', 'evaluation'],
];

/** The names of texts that were of no use. */
function unusedTexts(
  description: Readonly<Record<string, string>>,
  { network }: SizedNetwork,
  unusable: readonly ParameterKey[],
): readonly string[] {
  const used = network.parameters.filter((key) => !unusable.includes(key)).map(parameterName);
  return Object.entries(description)
    .filter(([name, text]) => !usualTexts.includes(name) && !used.includes(name) && text !== network.name)
    .map(([name]) => name);
}

/** The run's place; the beginning where the files lack it, or have an impossible one. */
function placeIn(
  { step, epoch, position, next_loss: nextLoss }: Readonly<Record<string, string | undefined>>,
  { batchSize, validationImages }: Hyperparameters,
) {
  const place = { step: Number(step), epoch: Number(epoch), position: Number(position) };
  const isKnown =
    Object.values(place).every((value) => Number.isSafeInteger(value) && value >= 0) &&
    place.position < trainingImageCount - validationImages &&
    place.position % batchSize === 0;
  if (isKnown && Number.isFinite(Number(nextLoss ?? Number.NaN)))
    return { ...place, nextLoss: Number(nextLoss) };
  const steps = Number.isSafeInteger(place.step) && place.step >= 0 ? place.step : 0;
  return { step: steps, epoch: 0, position: 0, nextLoss: null };
}
