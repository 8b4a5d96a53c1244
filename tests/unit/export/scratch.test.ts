import { cpSync, rmSync, existsSync } from 'node:fs';
import { it } from 'vitest';
import { batchNames } from '../../../src/data/cifar10.ts';
import { standardizedPictures } from '../../../src/input/inputScaling.ts';
import { checkpointOf } from '../../fixtures/checkpoints.ts';
import { officialFolder } from '../../fixtures/officialFiles.ts';
import { realCifar10 } from '../../fixtures/realCifar10.ts';
import { programFolder } from '../../fixtures/trainingPrograms.ts';
const base = { batchSize: 50, learningRate: 0.05, regConstant: 0.001, inputScaling: 'standardized', flip: 'on', shift: 2, optimizer: 'nesterov', weightDecay: 0.01, views: 'mirrored', averageDecay: 0.5, maxSteps: 30, schedule: 'triangle', warmupSteps: 3, lastBatch: 'short', validationImages: 4999, labelSmoothing: 0.1 } as const;
it('x', async () => {
  const pictures = standardizedPictures(await realCifar10());
  if (!existsSync('/tmp/scratch/data')) cpSync(await officialFolder(...batchNames), '/tmp/scratch/data', { recursive: true });
  for (const checkpoint of [
  checkpointOf('two-layer', { ...base, batchSize: 5, hiddenUnits: 16, learningRate: 0.01 }, 5),
  checkpointOf('convolutional', { ...base, filters: 4, filters2: 4, filters3: 4, denseUnits: 8, learningRate: 0.01 }, 5),
  checkpointOf('convolutional-record', { ...base, width: 4, depth: 1, activation: 'gelu' }, 5)]) {
  const position = checkpoint.summary.network === 'two-layer' ? 45000 - 50 : 45000 - 500;
  const folder = await programFolder({ ...checkpoint, summary: { ...checkpoint.summary, position } }, pictures.recipe);
  rmSync(`/tmp/scratch/run-${checkpoint.summary.network}`, { recursive: true, force: true });
  cpSync(folder, `/tmp/scratch/run-${checkpoint.summary.network}`, { recursive: true });
  }
}, 300000);
