import { mkdirSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { programFiles } from '../../../src/export/pytorchProgram.ts';
import { checkpointOf } from '../../fixtures/checkpoints.ts';
const cases: [string, string, object, number][] = [
  ['plain', 'two-layer', { regConstant: 0 }, 250],
  ['article', 'two-layer', {}, 2000],
  ['softmax', 'softmax', { optimizer: 'adam', weightDecay: 0.1, validationImages: 5000 }, 250],
  ['all', 'convolutional-record', { optimizer: 'nesterov', weightDecay: 0.01, regConstant: 0.1, biasRateFactor: 8, labelSmoothing: 0.2, averageDecay: 0.99, schedule: 'triangle', warmupSteps: 10, flip: 'alternating', shift: 2, validationImages: 5000, lastBatch: 'short', views: 'mirrored', batchSize: 1000, inputScaling: 'whitened', whiteningEpsilon: 0.1, activation: 'gelu' }, 20],
  ['conv', 'convolutional', { flip: 'on', dropout: 0.2, schedule: 'cosine', inputScaling: 'standardized', shift: 3, warmupSteps: 5, batchSize: 300, lastBatch: 'dropped' }, 20],
];
it('x', () => {
  for (const [name, network, given, step] of cases) {
    mkdirSync(`/tmp/scratch/${name}`, { recursive: true });
    for (const [file, text] of Object.entries(programFiles(checkpointOf(network, given, step).summary))) writeFileSync(`/tmp/scratch/${name}/${file}`, text);
  }
});
