import { describe, expect, it } from 'vitest';
import { viewsText } from '../../../src/configuration/viewsText.ts';
import {
  accuracyLines,
  parametersLine,
  patienceLines,
  testAccuracyLine,
  totalTimeLine,
} from '../../../src/session/state/logLines.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

describe('the training log prints what the article prints', () => {
  it('the parameters at the start', () => {
    expect(parametersLine('two-layer', articleHyperparameters)).toBe(
      'Parameters: batch_size = 400 hidden1 = 120 learning_rate = 0.001 max_steps = 2000 reg_constant = 0.1 seed = 1',
    );
  });

  it('the training accuracy every 100 steps', () => {
    const point = (step: number, accuracy: number) => ({
      step,
      loss: 1,
      crossEntropy: 1,
      l2Penalty: 0,
      accuracy,
    });
    expect(accuracyLines([point(0, 0.09), point(10, 0.1), point(100, 0.2675), point(300, 0.41)])).toEqual([
      'Step 0, training accuracy 0.09',
      'Step 100, training accuracy 0.2675',
      'Step 300, training accuracy 0.41',
    ]);
  });

  it('the result and the time', () => {
    expect(testAccuracyLine(0.4633)).toBe('Test accuracy 0.4633');
    const views = viewsText({ views: 'mirrored' });
    expect(testAccuracyLine(0.9, views)).toBe('Test accuracy 0.9000 (with mirror images)');
    expect(totalTimeLine(97.54)).toBe('Total time: 97.54s');
  });
});

it.each([
  [1, '1 epoch'],
  [3, '3 epochs'],
])('a run that ends before its last step says after how much patience: %i', (patience, epochs) => {
  const run = {
    id: 'run',
    network: 'two-layer',
    hyperparameters: { ...articleHyperparameters, patience },
    progress: { step: 450, epochs: 4, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 },
    testEvaluations: 0,
    startedAt: '2026-11-24T12:00:00.000Z',
    parent: null,
  };
  expect(patienceLines(run)).toEqual([`Ended at step 450: ${epochs} brought no better validation accuracy`]);
});
