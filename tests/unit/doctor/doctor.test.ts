import { describe, expect, it } from 'vitest';
import articleResults from '../../../src/configuration/articleResults.json' with { type: 'json' };
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import type { Observation } from '../../../src/doctor/observation.ts';
import { histogramOf } from '../../../src/history/histogram.ts';
import {
  emptyHistory,
  type LayersPoint,
  type RunHistory,
  type TrainingPoint,
} from '../../../src/history/history.ts';
import { findingText } from '../../../src/ui/words/findings.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

interface Values {
  /** The cross-entropy, where there is no penalty. */
  readonly loss?: number;
  readonly l2Penalty?: number;
  readonly accuracy?: number;
}

/** Measured every 10 steps; what is not given is that of a run that goes well. */
function measured(steps: number, valuesAt: (step: number) => Values = () => ({})): TrainingPoint[] {
  return Array.from({ length: steps / 10 }, (_, index) => {
    const step = 10 * index;
    const values = valuesAt(step);
    const { loss: crossEntropy = 2.3 * 0.999 ** step + 1, l2Penalty = 0 } = values;
    const { accuracy = 0.1 + 0.4 * (1 - 0.998 ** step) } = values;
    return { step, loss: crossEntropy + l2Penalty, crossEntropy, l2Penalty, accuracy };
  });
}

function layersAt(step: number, updateRatio: number, deadUnits = 0): LayersPoint {
  const counted = histogramOf(Float32Array.of(-1, 1));
  const layer = { weights: counted, gradients: counted, updateRatio, totals: null };
  return {
    step,
    layers: [
      { ...layer, name: 'hidden', units: 120, activations: counted, deadUnits },
      { ...layer, name: 'output', units: 10, activations: null, deadUnits: null },
    ],
  };
}

interface Seen extends Omit<Partial<Observation>, 'history' | 'hyperparameters'> {
  readonly history?: Partial<RunHistory>;
  readonly hyperparameters?: Partial<Hyperparameters>;
}

function findingsOf({ history, hyperparameters, ...seen }: Seen) {
  return diagnose({
    logits: [],
    layers: [],
    divergedAt: null,
    checkpointSteps: [],
    hasConvolutions: false,
    ...seen,
    history: { ...emptyHistory, training: measured(1_000), ...history },
    hyperparameters: { ...articleHyperparameters, ...hyperparameters },
  });
}

function sentencesOf(seen: Seen): string[] {
  return findingsOf(seen).map(findingText);
}

describe('the training doctor', () => {
  it('finds nothing in a run that goes well', () => {
    expect(findingsOf({ layers: [layersAt(0, 0.05), layersAt(900, 0.003)] })).toEqual([]);
  });

  it('finds nothing where nothing was measured yet', () => {
    expect(findingsOf({ history: emptyHistory })).toEqual([]);
  });

  it('says at most three things, the most urgent first', () => {
    const kinds = findingsOf({
      divergedAt: 990,
      layers: [layersAt(900, 0.3, 60)],
      history: { training: measured(1_000, (step) => ({ loss: 85 + step, accuracy: 0.1 })) },
    }).map(({ kind }) => kind);
    expect(kinds).toEqual(['diverged', 'not-learning', 'update-too-large']);
  });
});

describe('a first loss far from ln 10', () => {
  const history = { training: measured(50, (step) => (step === 0 ? { loss: 63.3 } : {})) };
  const logits = [{ step: 0, histogram: histogramOf(Float32Array.of(-150, 3, 120)) }];

  it('is explained by raw pixels where the pixels are raw', () => {
    const [sentence] = sentencesOf({ history, logits });
    expect(sentence).toBe(
      'The first cross-entropy was 63.30, and guessing gives ln 10 = 2.303: raw pixels, with values up to 128 and more, produced logits up to 150 in magnitude. With standardized inputs, it starts near 2.3.',
    );
  });

  it('is not blamed on pixels where they are standardized', () => {
    const [sentence] = sentencesOf({ history, hyperparameters: { inputScaling: 'standardized' } });
    expect(sentence).toMatch(/^The first cross-entropy was 63.30/);
    expect(sentence).not.toContain('128');
  });

  it('is not looked for in a run whose first step is not known', () => {
    expect(findingsOf({ history: { training: history.training.slice(1) } })).toEqual([]);
  });
});

describe('divergence', () => {
  it('is told with a smaller learning rate to try', () => {
    const [sentence] = sentencesOf({ divergedAt: 82, hyperparameters: { learningRate: 0.005 } });
    expect(sentence).toBe(
      'The loss had become infinite or NaN by step 82: a learning rate of 0.005 is too large here. Try a tenth of it, 0.0005, and a tenth of that if the loss still grows.',
    );
  });

  it('is seen coming while the loss grows', () => {
    const training = measured(600, (step) => (step < 400 ? {} : { loss: 1 + (step - 400) / 20 }));
    expect(findingsOf({ history: { training } })[0]).toMatchObject({ kind: 'diverging', step: 590 });
  });

  it('is told by losses that were measured, as the table of values has them', () => {
    const training = measured(600, (step) => ({ loss: step < 400 ? 3 - step / 200 : 1 + (step - 400) / 20 }));
    const [finding] = findingsOf({ history: { training } });
    if (finding?.kind !== 'diverging') throw new Error('it is not seen');
    const valueAt = (step: number) => training.find((point) => point.step === step)?.crossEntropy;
    expect([finding.crossEntropy, finding.lowest]).toEqual([
      valueAt(finding.step),
      valueAt(finding.lowestStep),
    ]);
  });

  it('is answered with a checkpoint only where there is one from before', () => {
    const training = measured(600, (step) => (step < 400 ? {} : { loss: 1 + (step - 400) / 20 }));
    const advice = (checkpointSteps: number[]) =>
      sentencesOf({ history: { training }, checkpointSteps })[0]?.split('training is diverging. ')[1];
    expect(advice([])).toBe('Train again with a smaller learning rate.');
    expect(advice([500])).toBe('Train again with a smaller learning rate.');
    expect(advice([100, 300, 500])).toBe(
      'Restore the checkpoint of step 300 and continue with a smaller learning rate.',
    );
  });

  it('is seen in the first steps, too, where two measurements are far above all before', () => {
    const exploding = (...losses: number[]) => ({
      history: { training: measured(10 * losses.length, (step) => ({ loss: losses[step / 10] ?? 0 })) },
    });
    expect(sentencesOf(exploding(2.3, 41, 970))[0]).toBe(
      'The cross-entropy has grown from 2.300 at step 0 to 970.0 at step 20: training is diverging. Train again with a smaller learning rate.',
    );
    expect(findingsOf(exploding(2.3, 41))).toEqual([]);
    expect(findingsOf(exploding(2.3, 41, 2.2))).toEqual([]);
    expect(findingsOf(exploding(0.5, 3, 4))).toEqual([]);
  });

  it('is not what a penalty does whose constant was raised', () => {
    const training = measured(600, (step) => (step < 400 ? {} : { l2Penalty: 40 }));
    expect(findingsOf({ history: { training } })).toEqual([]);
  });

  it('is judged only since the last change of a hyperparameter', () => {
    const training = measured(600, (step) => ({ loss: step < 400 ? 0.9 : 2.1 }));
    const raised = { step: 400, key: 'regConstant', from: 0, to: 1 } as const;
    expect(findingsOf({ history: { training } })[0]).toMatchObject({ kind: 'diverging' });
    expect(findingsOf({ history: { training, changes: [raised] } })).toEqual([]);
  });

  it('is not what a single bad batch is', () => {
    const training = measured(600, (step) => (step === 590 ? { loss: 6 } : {}));
    expect(findingsOf({ history: { training } })).toEqual([]);
  });

  it('is not what a loss close to 0 does by chance', () => {
    const training = measured(600, (step) => ({ loss: step < 400 ? 0.02 : 0.06, accuracy: 0.99 }));
    expect(findingsOf({ history: { training } }).map(({ kind }) => kind)).not.toContain('diverging');
  });

  it('is not what the high loss of the first steps is', () => {
    const training = measured(600, (step) => ({ loss: 2 + 60 * 0.99 ** step }));
    expect(findingsOf({ history: { training } }).map(({ kind }) => kind)).toEqual(['first-loss']);
  });
});

describe('a network that does not learn', () => {
  const guessing = (steps: number) => ({ training: measured(steps, () => ({ accuracy: 0.102 })) });

  it('has the accuracy of guessing after 200 steps and more', () => {
    expect(findingsOf({ history: guessing(500) })[0]).toMatchObject({ kind: 'not-learning', step: 490 });
    expect(sentencesOf({ history: guessing(500) })[0]).toContain('0.1020, and guessing gives 0.1');
  });

  it('is given time', () => {
    expect(findingsOf({ history: guessing(200) })).toEqual([]);
  });
});

describe('dead units', () => {
  const twice = (dead: number) => [layersAt(800, 0.003, dead), layersAt(900, 0.003, dead)];

  it('are told once a quarter of them is dead', () => {
    expect(sentencesOf({ layers: twice(38) })[0]).toMatch(
      /^38 of 120 hidden units output 0 for every image of the batch at step 900/,
    );
    expect(findingsOf({ layers: twice(29) })).toEqual([]);
  });

  it('are not told of one batch alone: high rates at the start of a run silence units for a while', () => {
    expect(findingsOf({ layers: [layersAt(800, 0.003, 5), layersAt(900, 0.003, 60)] })).toEqual([]);
  });

  it('of a convolution are filters', () => {
    const [layer] = layersAt(900, 0.003, 8).layers;
    if (!layer) throw new RangeError('there is no layer');
    const counted = [{ ...layer, name: 'conv2', units: 16 }];
    const layers = [800, 900].map((step) => ({ step, layers: counted }));
    expect(sentencesOf({ layers })[0]).toMatch(
      /^8 of 16 filters of convolution 2 output 0 for every image of the batch at step 900: dead filters/,
    );
  });

  it('are answered with standardized inputs only where they are not yet', () => {
    const advice = (hyperparameters: Partial<Hyperparameters>) =>
      sentencesOf({ layers: twice(38), hyperparameters })[0]?.split('no longer learn. ')[1];
    expect(advice({})).toBe('A smaller learning rate or standardized inputs can keep more units alive.');
    expect(advice({ inputScaling: 'whitened' })).toBe(
      'A smaller learning rate or warm-up steps can keep more units alive.',
    );
    expect(advice({ inputScaling: 'standardized', biasRateFactor: 64 })).toBe(
      'A smaller learning rate or a smaller rate factor for biases can keep more units alive.',
    );
  });

  it('are not told by a small batch, in which units are silent by chance', () => {
    expect(findingsOf({ layers: twice(60), hyperparameters: { batchSize: 10 } })).toEqual([]);
  });
});

describe('the size of the update against the weights', () => {
  it('is too large far above a thousandth', () => {
    const [finding] = findingsOf({ layers: [layersAt(0, 0.003), layersAt(900, 0.3)] });
    expect(finding).toEqual({
      ...{ kind: 'update-too-large', step: 900, layer: 'hidden', ratio: 0.3 },
      learningRate: articleHyperparameters.learningRate,
    });
  });

  it('is too small where it never came near', () => {
    const layers = [layersAt(0, 5e-5), layersAt(100, 3.6e-5), layersAt(900, 1e-5)];
    expect(findingsOf({ layers })[0]).toMatchObject({ kind: 'update-too-small', step: 100, ratio: 3.6e-5 });
    expect(sentencesOf({ layers })[0]).toContain('more than 0.000036 of their size');
  });

  it('is nothing to speak of where runs that learn well have it, the article’s among them', () => {
    expect(findingsOf({ layers: [layersAt(100, 0.03), layersAt(900, 0.018)] })).toEqual([]);
  });

  it('may be small at the end, where the learning rate has fallen', () => {
    expect(findingsOf({ layers: [layersAt(100, 2e-3), layersAt(900, 1e-6)] })).toEqual([]);
    const hyperparameters = { schedule: 'cosine', maxSteps: 101 } as const;
    expect(findingsOf({ layers: [layersAt(100, 4e-6)], hyperparameters })).toEqual([]);
  });

  it('may be large at the first step', () => {
    expect(findingsOf({ layers: [layersAt(0, 0.3)] })).toEqual([]);
  });
});

describe('overfitting', () => {
  const training = measured(1_000, (step) => ({ accuracy: 0.5 + step / 2_500 }));
  const split = { validationImages: 5_000 };

  it('is a gap to the validation images that grows', () => {
    const validation = [
      { step: 500, accuracy: 0.6 },
      { step: 1_000, accuracy: 0.58 },
    ];
    const [sentence] = sentencesOf({ history: { training, validation }, hyperparameters: split });
    expect(sentence).toMatch(
      /^Accuracy is 0\.87\d\d on training batches and 0\.5800 on the validation images, and the gap is growing \(0\.0780 at step 500\)/,
    );
  });

  it('calls for an earlier end where validation accuracy has fallen by more than its standard error', () => {
    // √(0.6 · 0.4 / 5,000) = 0.0069
    const validation = (last: number) => [
      { step: 500, accuracy: 0.6 },
      { step: 1_000, accuracy: last },
    ];
    const sentence = (last: number) =>
      sentencesOf({ history: { training, validation: validation(last) }, hyperparameters: split })[0];
    expect(sentence(0.59)).toContain(
      'Validation accuracy was best at step 500 (0.6000): stopping there gives a better network.',
    );
    expect(sentence(0.595)).toContain('Validation accuracy has not fallen, so training can continue.');
    expect(sentence(0.61)).toContain('Validation accuracy has not fallen, so training can continue.');
  });

  it('is a smaller gap too, where validation accuracy falls', () => {
    const small = measured(1_000, () => ({ accuracy: 0.66 }));
    const of = (last: number) =>
      findingsOf({
        hyperparameters: split,
        history: {
          training: small,
          validation: [
            { step: 500, accuracy: 0.62 },
            { step: 1_000, accuracy: last },
          ],
        },
      });
    expect(of(0.6)).toMatchObject([{ kind: 'overfitting', best: { step: 500, accuracy: 0.62 } }]);
    expect(of(0.618)).toEqual([]);
  });

  it('is advised against only by what the run is trained without', () => {
    const test = [{ step: 1_000, accuracy: 0.6 }];
    const advice = (hyperparameters: Partial<Hyperparameters>) =>
      sentencesOf({ history: { training, test }, hyperparameters })[0]?.split('the training set.')[1];
    expect(advice({})).toBe(' Try adding mirroring, shifting or dropout.');
    expect(advice({ flip: 'on', dropout: 0.2, regConstant: 0 })).toBe(
      ' Try adding shifting or weight decay.',
    );
    expect(advice({ flip: 'on', dropout: 0.2, shift: 2 })).toMatch(/^ A convolutional network gets much/);
  });

  it('of a network without dropout is not answered with dropout, and of a convolutional one not with another', () => {
    const history = { training, test: [{ step: 1_000, accuracy: 0.6 }] };
    const { dropout: _, ...others } = articleHyperparameters;
    const observed = { logits: [], layers: [], divergedAt: null, checkpointSteps: [], hasConvolutions: true };
    const findings = (changes: Partial<Hyperparameters>) =>
      diagnose({
        ...observed,
        history: { ...emptyHistory, ...history },
        hyperparameters: { ...others, ...changes },
      });
    expect(findings({})).toMatchObject([{ remedies: ['mirroring', 'shifting'] }]);
    expect(findings({ flip: 'alternating', shift: 2 })).toMatchObject([
      { remedies: [], suggestsConvolutions: false },
    ]);
  });

  it('by the test images alone calls for no earlier end, which they must not decide', () => {
    const test = [
      { step: 500, accuracy: 0.7 },
      { step: 1_000, accuracy: 0.6 },
    ];
    expect(findingsOf({ history: { training, test } })[0]).toMatchObject({ kind: 'overfitting', best: null });
  });

  it('is a gap to the test images where that is all there is', () => {
    const [finding] = findingsOf({ history: { training, test: [{ step: 1_000, accuracy: 0.6 }] } });
    expect(finding).toMatchObject({ kind: 'overfitting', on: 'test', before: null });
  });

  it('is no gap that closes, and none that is small', () => {
    const closing = [
      { step: 500, accuracy: 0.4 },
      { step: 1_000, accuracy: 0.76 },
    ];
    expect(findingsOf({ history: { training, validation: closing }, hyperparameters: split })).toEqual([]);
    expect(findingsOf({ history: { training, test: [{ step: 1_000, accuracy: 0.8 }] } })).toEqual([]);
  });

  it('is not what the article’s own run has', () => {
    const { trainingAccuracy, testAccuracy, steps } = articleResults.part2;
    const printed = trainingAccuracy.map(([step = 0, accuracy = 0]) => ({
      ...{ step, accuracy, loss: 5 / (1 + step), crossEntropy: 2, l2Penalty: 0 },
    }));
    const test = [{ step: steps, accuracy: testAccuracy }];
    expect(findingsOf({ history: { training: printed, test } })).toEqual([]);
  });
});

describe('a plateau', () => {
  const flat = { training: measured(2_000, () => ({ loss: 1.8, accuracy: 0.4 })) };

  it('is a second half in which nothing moves', () => {
    expect(sentencesOf({ history: flat })[0]).toMatch(
      /^The loss has hardly changed since step 1,000: its mean over many batches was 1.800, and is 1.800 now/,
    );
  });

  it('of a dense network that has come far calls for convolutions', () => {
    const far = { training: measured(2_000, () => ({ loss: 1.3, accuracy: 0.55 })) };
    const calls = /see the preset “Part 3”\.$/;
    expect(sentencesOf({ history: far })[0]).toMatch(calls);
    expect(sentencesOf({ history: flat })[0]).not.toMatch(calls);
    expect(sentencesOf({ history: far, hasConvolutions: true })[0]).not.toMatch(calls);
  });

  it('is measured above the loss that smoothed labels leave', () => {
    // From 1.000 to 0.993: a hundredth of all, and a twentieth of what is above 0.867.
    const training = measured(2_000, (step) => ({ loss: step < 1_500 ? 1 : 0.993, accuracy: 0.9 }));
    const kinds = (labelSmoothing: number) =>
      findingsOf({ history: { training }, hyperparameters: { labelSmoothing } }).map(({ kind }) => kind);
    expect(kinds(0)).toEqual(['plateau']);
    expect(kinds(0.2)).toEqual([]);
  });

  it('is not looked for where the learning rate falls by itself, or in a short run', () => {
    expect(findingsOf({ history: flat, hyperparameters: { schedule: 'cosine' } })).toEqual([]);
    expect(findingsOf({ history: { training: flat.training.slice(0, 90) } })).toEqual([]);
  });
});

describe('a noisy loss', () => {
  const noisy = { training: measured(1_000, (step) => ({ loss: step % 20 === 0 ? 1.2 : 2.2 })) };

  it('calls for larger batches where they are small', () => {
    expect(sentencesOf({ history: noisy, hyperparameters: { batchSize: 10 } })[0]).toMatch(
      /changes by 59 % from one measured batch to the next\. Batches larger than 10 images/,
    );
  });

  it('is measured above the loss that smoothed labels leave', () => {
    const training = measured(1_000, (step) => ({ loss: step % 20 === 0 ? 0.9 : 1.1 }));
    const kinds = (labelSmoothing: number) =>
      findingsOf({ history: { training }, hyperparameters: { labelSmoothing } }).map(({ kind }) => kind);
    expect(kinds(0)).toEqual([]);
    expect(kinds(0.2)).toEqual(['noisy']);
  });

  it('calls for a smaller learning rate where they are large', () => {
    expect(sentencesOf({ history: noisy })[0]).toContain('A smaller learning rate would reduce this noise');
  });
});
