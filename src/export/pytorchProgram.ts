import type { Checkpoint, CheckpointSummary } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { configurationJson } from './configurationJson.ts';
import { fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { npzOf } from './numpyWeights.ts';
import cifar10Data from './python/cifar10_data.py?raw';
import { dataModule } from './trainingProgram/dataModule.ts';
import { networkModule } from './trainingProgram/networkModule.ts';
import { readme } from './trainingProgram/readme.ts';
import { runOf } from './trainingProgram/run.ts';
import { trainModule } from './trainingProgram/trainModule.ts';
import { zipFolder } from './zipFolder.ts';

/** A PyTorch program that continues training from these weights, with everything that it needs, in one zip. */
export function pytorchProgram(checkpoint: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  const { summary } = checkpoint;
  return [
    zipFolder(`${fileStem(summary)}-pytorch`, {
      ...programFiles(summary),
      'cifar10_data.py': cifar10Data,
      'configuration.json': configurationJson(summary),
      'weights.npz': npzOf(checkpoint, recipe),
    }),
  ];
}

/** The files that are written for the run. They have nothing that it does not use. */
export function programFiles(summary: CheckpointSummary) {
  const run = runOf(summary);
  return {
    'README.txt': readme(run),
    'train.py': trainModule(run),
    'network.py': networkModule(run),
    'data.py': dataModule(run),
  };
}
