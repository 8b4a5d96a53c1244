import { expect, it } from 'vitest';
import { usedLearningRate } from '../../../src/history/usedLearningRate.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

it('the learning rate of a step is the one that the step used, whatever was changed since', () => {
  const latest = { ...articleHyperparameters, learningRate: 0.5, maxSteps: 200, schedule: 'cosine' } as const;
  const changes = [
    { step: 50, key: 'learningRate', from: 0.1, to: 0.2 },
    { step: 50, key: 'maxSteps', from: 100, to: 200 },
    { step: 100, key: 'learningRate', from: 0.2, to: 0.5 },
  ] as const;
  const rates = [0, 49, 50, 99, 100, 199].map((step) => usedLearningRate(latest, changes, step));
  const cosine = (share: number) => (1 + Math.cos(Math.PI * share)) / 2;
  const expected = [0.1, 0.1 * cosine(0.49), 0.2 * cosine(0.25), 0.2 * cosine(0.495), 0.5 * cosine(0.5)];
  expected.push(0.5 * cosine(0.995));
  rates.forEach((rate, index) => {
    expect(rate).toBeCloseTo(expected[index] ?? Number.NaN, 12);
  });
});
