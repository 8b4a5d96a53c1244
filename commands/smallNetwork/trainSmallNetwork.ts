import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { uninterrupted } from '../../src/backend/interruption.ts';
import type { Hyperparameters } from '../../src/configuration/hyperparameters.ts';
import { describeCheckpoint } from '../../src/export/describeCheckpoint.ts';
import { inputArrays } from '../../src/export/inputArrays.ts';
import { networkWeights } from '../../src/export/networkWeights.ts';
import { inputDescription } from '../../src/export/preprocessing.ts';
import type { PreparedPictures } from '../../src/input/inputScaling.ts';
import { networkNamed } from '../../src/network/networks.ts';
import type { SmallNetworkRecipe } from '../../src/smallNetwork/recipe.ts';
import { encodeSafetensors } from '../../src/tensorFiles/safetensors.ts';
import { accuracyOn, allOf } from '../../src/training/accuracy.ts';
import { checkpointOf, evaluatedNetwork, newRun, type TrainingRun } from '../../src/training/trainingRun.ts';
import { type LoopEnvironment, train } from '../../src/training/trainLoop.ts';
import { disposeState } from '../../src/training/trainStep.ts';

/** What is trained, and the date that the file states: the whole file follows from both and the pictures. */
export type SmallNetworkPlan = Pick<SmallNetworkRecipe, 'network' | 'hyperparameters' | 'savedAt'>;

export interface TrainedSmallNetwork {
  readonly recipe: SmallNetworkRecipe;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** Steps whose losses a recipe has, so that its beginning can be repeated in seconds. */
const recordedSteps = 5;
/** Test images of which a recipe says by themselves how many are right, so that a quick test can count them. */
const recordedImages = 1_000;

/**
 * Trains the network of a plan with the page's own loop, on the present backend, and evaluates it on the test images once, at the
 * end.
 *
 * @param onStep called after each step, with the loss of the last one that was measured
 */
export async function trainSmallNetwork(
  plan: SmallNetworkPlan,
  pictures: PreparedPictures,
  onStep: (step: number, loss: number) => void = () => {},
): Promise<TrainedSmallNetwork> {
  const run = startedRun(plan, pictures);
  await train(run, pictures, loopEnvironment(run, Number.POSITIVE_INFINITY, onStep));
  const network = evaluatedNetwork(run, pictures);
  const testAccuracy = await accuracyOn(allOf(pictures.testSet), network);
  const ofFirst = await accuracyOn({ images: pictures.testSet, first: 0, end: recordedImages }, network);
  run.testEvaluations += 1;
  run.history.test.push({ step: run.step, accuracy: testAccuracy });
  const weights = await weightsFile(plan, run, pictures);
  disposeState(run.state);
  return {
    weights,
    recipe: {
      ...plan,
      firstLosses: lossesOf(run),
      testAccuracy,
      firstImages: { count: recordedImages, correct: Math.round(ofFirst * recordedImages) },
      bytes: weights.length,
      sha256: createHash('sha256').update(weights).digest('hex'),
    },
  };
}

/** The losses of the first steps, as a recipe records them. */
export async function firstLossesOf(plan: SmallNetworkPlan, pictures: PreparedPictures): Promise<number[]> {
  const run = startedRun(plan, pictures);
  await train(
    run,
    pictures,
    loopEnvironment(run, recordedSteps, () => {}),
  );
  disposeState(run.state);
  return lossesOf(run);
}

function startedRun(
  { network: name, hyperparameters }: SmallNetworkPlan,
  data: PreparedPictures,
): TrainingRun {
  const network = networkNamed(name);
  if (!network) throw new RangeError(`there is no network ${name}`);
  const settings: Hyperparameters = hyperparameters;
  return newRun('small-network', network, settings, data);
}

function lossesOf({ history }: TrainingRun): number[] {
  return history.training.slice(0, recordedSteps).map(({ loss }) => loss);
}

function loopEnvironment(
  run: TrainingRun,
  pauseAt: number,
  onStep: (step: number, loss: number) => void,
): LoopEnvironment {
  const nothing = () => {};
  return {
    get measuresEachStep() {
      return run.step < recordedSteps;
    },
    interruption: uninterrupted,
    stepUnderWay: nothing,
    goal: async () => (run.step < pauseAt ? 'train' : 'pause'),
    pace: async () => {},
    stepTimed: nothing,
    stepCompleted: ({ step, history }) => onStep(step, history.training.at(-1)?.loss ?? Number.NaN),
    pointMeasured: nothing,
    logitsCounted: nothing,
    layersCounted: nothing,
    validated: nothing,
    isAutosaveDue: () => false,
    checkpointDue: async () => {},
  };
}

/** One file with everything that a picture needs: the weights, and the arrays that turn pictures into inputs. */
async function weightsFile(
  { savedAt }: SmallNetworkPlan,
  run: TrainingRun,
  { recipe }: PreparedPictures,
): Promise<Uint8Array<ArrayBuffer>> {
  const taken = await checkpointOf(run, { reason: 'finished', nextLoss: null, backend: tf.getBackend() });
  const checkpoint = { ...taken, summary: { ...taken.summary, savedAt } };
  return encodeSafetensors([...networkWeights(checkpoint), ...inputArrays(recipe)], {
    ...describeCheckpoint(checkpoint),
    input: inputDescription(recipe),
  });
}
