import { keepBytes } from '../../../src/backend/keptBytes.ts';
import type { Pace } from '../../../src/backend/pace.ts';
import { defaultHyperparameters, ownHyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { imageSetOf } from '../../../src/data/imageSet.ts';
import { centredPictures } from '../../../src/input/inputScaling.ts';
import { networkNamed } from '../../../src/network/networks.ts';
import { accuracyOn } from '../../../src/training/accuracy.ts';
import { allWorkDone, unobserved } from '../../../src/training/measureSteps.ts';
import { evaluatedNetwork, newRun } from '../../../src/training/trainingRun.ts';
import { train } from '../../../src/training/trainLoop.ts';
import type { PictureSource } from '../pictures.ts';
import type { Rival } from '../rival.ts';
import { type ConvolutionTask, learningRate } from './task.ts';

/** The page's own training loop, with batches, measurements and pacing, on the backend that has been started. */
export function pageStep(task: ConvolutionTask, pictures: PictureSource, pace: Pace): Rival {
  const network = networkNamed(task.network);
  if (!network) throw new RangeError(`there is no network ${task.network}`);
  const data = centredPictures(
    imageSetOf(pictures.training.map(keepBytes)),
    imageSetOf([keepBytes(pictures.test)]),
    pictures.pixelMean,
  );
  const chosen = {
    ...defaultHyperparameters,
    batchSize: task.imagesAtOnce,
    learningRate,
    regConstant: 0,
    maxSteps: Number.POSITIVE_INFINITY,
  };
  const run = newRun('benchmark', network, ownHyperparameters(chosen, network.parameters), data);

  return {
    async step() {
      const last = run.step + 1;
      const goal = async () => (run.step < last ? ('train' as const) : ('pause' as const));
      await train(run, data, { ...unobserved, goal, pace: () => pace.afterStep() });
      return task.imagesAtOnce / task.batchSize;
    },
    settle: () => allWorkDone(run),
    async classify() {
      const range = { images: data.testSet, first: 0, end: task.classifiedImages };
      await accuracyOn(range, evaluatedNetwork(run, data));
      return task.classifiedImages;
    },
  };
}
