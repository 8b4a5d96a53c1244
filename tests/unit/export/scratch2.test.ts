import { beforeAll, it } from 'vitest';
import { batchNames } from '../../../src/data/cifar10.ts';
import { type PreparedPictures, standardizedPictures } from '../../../src/input/inputScaling.ts';
import { checkpointOf } from '../../fixtures/checkpoints.ts';
import { officialFolder } from '../../fixtures/officialFiles.ts';
import { realCifar10 } from '../../fixtures/realCifar10.ts';
import { programFolder, trained, expectSameLosses } from '../../fixtures/trainingPrograms.ts';
let pictures: PreparedPictures; let official = '';
beforeAll(async () => { pictures = standardizedPictures(await realCifar10()); official = await officialFolder(...batchNames); });
const py = process.env.PY ?? '/usr/bin/python3';
const base = { batchSize: 50, learningRate: 0.05, regConstant: 0.001, inputScaling: 'standardized', flip: 'on', shift: 2, optimizer: 'nesterov', weightDecay: 0.01, views: 'mirrored', averageDecay: 0.5, maxSteps: 30, schedule: 'triangle', warmupSteps: 3, lastBatch: 'short', validationImages: 4999, labelSmoothing: 0.1 } as const;
it.for([
  checkpointOf('two-layer', { ...base, batchSize: 5, hiddenUnits: 16, learningRate: 0.01 }, 5),
  // checkpointOf('convolutional', { ...base, filters: 4, filters2: 4, filters3: 4, denseUnits: 8, learningRate: 0.01 }, 5),
  checkpointOf('convolutional-record', { ...base, width: 4, depth: 1, activation: 'gelu' }, 5),
])('$summary.network', async (checkpoint) => {
  const position = checkpoint.summary.network === 'two-layer' ? 45000 - 50 : 45000 - 500;
  const folder = await programFolder({ ...checkpoint, summary: { ...checkpoint.summary, position } }, pictures.recipe);
  const args = [official, '--steps', '20'];
  let t = Date.now();
  const one = await trained(py, folder, 'one process', args); console.log(Date.now() - t); t = Date.now();
  const two = await trained(py, folder, 'two processes', args); console.log(Date.now() - t); t = Date.now();
  const run = await trained(py, folder, 'torchrun', args); console.log(Date.now() - t);
  console.log(one.printed, two.printed, run.printed, one.losses, Math.max(...one.losses.map((l, i) => Math.abs(l - two.losses[i]!))), Math.max(...one.losses.map((l, i) => Math.abs(l - run.losses[i]!))));
  expectSameLosses(two, one); expectSameLosses(run, one);
}, 300000);
