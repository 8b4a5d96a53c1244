import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { decodeCheckpoint } from '../checkpoint/codec.ts';
import {
  defaultHyperparameters,
  type Hyperparameters,
  type ParameterKey,
  parameterKeys,
} from '../configuration/hyperparameters.ts';
import { isUsed, parameterName } from '../configuration/parameters.ts';
import { parseHyperparameters, textsOf, wrongParameter } from '../configuration/parseHyperparameters.ts';
import { classNames, imagePixels, trainingImageCount } from '../data/cifar10.ts';
import { weightsChecksum } from '../export/weightsChecksum.ts';
import { Failure } from '../failure.ts';
import { emptyHistory } from '../history/history.ts';
import { averageSuffix, nameInCheckpoint } from '../network/arrays.ts';
import type { Network } from '../network/network.ts';
import { networkOfShapes, type SizedNetwork } from '../network/networks.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { chained, fileLayers, type WeightedLayer } from './fileLayers.ts';
import { ownArrays, wrongShape } from './ownArrays.ts';
import { readWeights } from './readWeights.ts';
import { requireInputs } from './requireInputs.ts';
import { requireTopology } from './requireTopology.ts';
import type { ChosenFile } from './weightsFile.ts';

/** Files of weights as a checkpoint to continue from. */
export interface OpenedWeights {
  readonly checkpoint: Checkpoint;
  /** Hyperparameters that the files lack, for which the article's values were used. */
  readonly assumed: readonly ParameterKey[];
}

interface Environment {
  /** [3072]: the mean of the training images, which the weights must have been trained with. */
  readonly pixelMean: Float32Array;
  /** The id of the run that starts from these weights. */
  readonly runId: string;
  readonly now: Date;
}

/**
 * Opens weights that this page or another program saved. Such files have no optimizer state, which starts at zeros. A
 * checkpoint's own file opens as the whole checkpoint.
 *
 * @throws Failure with a code that begins with `weights-` or `checkpoint-`
 */
export function openWeights(
  files: readonly ChosenFile[],
  { pixelMean, runId, now }: Environment,
): OpenedWeights {
  const { arrays, description, topology } = readWeights(files);
  const [file] = files;
  if (file && description.schema !== undefined) {
    return { checkpoint: decodeCheckpoint(file.bytes, file.name), assumed: [] };
  }
  const { normalizations, weighted: unordered } = fileLayers(arrays);
  const weighted = fromPixelsToClasses(unordered);
  const { network, sizes } = networkOf(weighted);
  const inputScaling = requireInputs(arrays, pixelMean, description.input_scaling);
  const sizeTexts = parameterKeys
    .filter((key) => sizes[key] !== undefined)
    .map((key) => [parameterName(key), String(sizes[key])]);
  const texts = { ...description, ...Object.fromEntries(sizeTexts), input_scaling: inputScaling };
  const { hyperparameters, assumed } = hyperparametersIn(texts, network);
  const layers = network.layers(hyperparameters);
  if (topology) requireTopology(topology, layers);
  const weights = ownArrays(layers, { weighted, normalizations });
  requireChecksum(weights, description.weights_crc32);
  const place = placeIn(description, hyperparameters);
  return {
    assumed,
    checkpoint: {
      summary: {
        id: `${runId}-imported`,
        runId,
        savedAt: now.toISOString(),
        reason: 'imported',
        network: network.name,
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
      },
      history: emptyHistory,
      weights: hyperparameters.averageDecay > 0 ? withAverage(weights) : weights,
    },
  };
}

/** An average that has seen no other weights. */
function withAverage(weights: readonly NamedArray[]): NamedArray[] {
  return [
    ...weights,
    ...weights.map((array) => ({ ...array, name: nameInCheckpoint(array.name, averageSuffix) })),
  ];
}

/** Files from other programs have no checksum. */
function requireChecksum(arrays: readonly NamedArray[], stated: string | undefined): void {
  if (stated === undefined || weightsChecksum(arrays) === stated) return;
  const reason = 'its weights have changed since they were saved (the checksum is wrong)';
  throw new Failure({ code: 'weights-file-damaged', details: { reason } });
}

/** @throws Failure `weights-part-missing`, `weights-wrong-shape` */
function fromPixelsToClasses(layers: readonly WeightedLayer[]): readonly WeightedLayer[] {
  for (const { weights, ownShape } of layers) {
    if (ownShape.length !== 2 && ownShape.length !== 4) throw wrongShape(weights, '… × …');
  }
  const { ordered, rest, outputs } = chained(layers);
  const [lost] = rest;
  if (lost) throw wrongShape(lost.weights, wantedShape(lost, ordered.length === 0 ? null : outputs));
  const last = ordered.at(-1);
  if (!last) throw new Failure({ code: 'weights-part-missing', details: { missing: 'a matrix of weights' } });
  if (outputs !== classNames.length || last.ownShape.length !== 2) {
    throw wrongShape(
      last.weights,
      last.layout.isOutputsFirst ? `${classNames.length} × …` : `… × ${classNames.length}`,
    );
  }
  return ordered;
}

/** `3072 × …`, with the inputs where the file has them. */
function wantedShape({ ownShape, layout }: WeightedLayer, inputs: number | null): string {
  if (ownShape.length === 2) {
    const wanted = inputs ?? imagePixels;
    return layout.isOutputsFirst ? `… × ${wanted}` : `${wanted} × …`;
  }
  const wanted = inputs ?? 3;
  return layout.isOutputsFirst ? `… × ${wanted} × … × …` : `… × … × ${wanted} × …`;
}

function networkOf(layers: readonly WeightedLayer[]): SizedNetwork {
  const found = networkOfShapes(layers.map(({ ownShape }) => ownShape));
  if (found) return found;
  const shapes = layers.map(({ ownShape }) => ownShape.join(' × ')).join(', ');
  const reason = `no network of this page has ${layers.length} layers of these sizes: ${shapes}`;
  throw new Failure({ code: 'weights-unsuitable', details: { reason } });
}

function hyperparametersIn(
  description: Readonly<Record<string, string>>,
  { parameters }: Network,
): { hyperparameters: Hyperparameters; assumed: readonly ParameterKey[] } {
  const named = parameterKeys.filter((key) => description[parameterName(key)] !== undefined);
  const told = Object.fromEntries(named.map((key) => [key, description[parameterName(key)] ?? '']));
  const texts = { ...textsOf(defaultHyperparameters), ...told };
  const wrong = wrongParameter(texts, parameters);
  const hyperparameters = parseHyperparameters(texts, parameters);
  if (wrong !== null || hyperparameters === null) {
    const reason = `the page does not train with ${parameterName(wrong ?? 'hiddenUnits')} = ${texts[wrong ?? 'hiddenUnits'].slice(0, 40)}`;
    throw new Failure({ code: 'weights-unsuitable', details: { reason } });
  }
  const assumed = parameters.filter((key) => isUsed(key, hyperparameters) && !named.includes(key));
  return { hyperparameters, assumed };
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
