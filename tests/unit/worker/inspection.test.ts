import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { immediatePace } from '../../../src/backend/pace.ts';
import type { StartedBackend } from '../../../src/backend/startedBackend.ts';
import { encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { pictureAt } from '../../../src/data/imageSet.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import type { Predictions } from '../../../src/inspection/predictions.ts';
import type {
  InspectionQuestion,
  InspectionSubject,
} from '../../../src/worker/training/inspection/inspectionProtocol.ts';
import type { TrainingCommand, TrainingEvent } from '../../../src/worker/training/protocol.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import {
  expectSameWeights,
  lastCheckpoint,
  small,
  startCommand as start,
  startHostOn,
} from '../../fixtures/startedHost.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

/** Not a whole number of forward passes. */
const testImages = 1_500;

const presentRun: InspectionSubject = { kind: 'presentRun' };

function inspect(subject: InspectionSubject, images: 'test' | 'validation' = 'test'): TrainingCommand {
  return {
    kind: 'inspect',
    requestId: 1,
    subject,
    question: { kind: 'predictions', images },
    backend: 'cpu',
  };
}

function checkpointOf(hyperparameters: Partial<Hyperparameters> = {}): InspectionSubject {
  const { summary, ...rest } = checkpointWith(2, 250);
  const changed = { ...summary, hyperparameters: { ...summary.hyperparameters, ...hyperparameters } };
  return { kind: 'checkpoint', id: summary.id, bytes: encodeCheckpoint({ summary: changed, ...rest }) };
}

function inspectedIn(events: readonly TrainingEvent[]) {
  return events.filter((event) => event.kind === 'inspected');
}

function predictionsIn(events: readonly TrainingEvent[]): Predictions {
  const answer = inspectedIn(events)[0]?.answer;
  if (answer?.kind !== 'predictions') throw new Error('no predictions came');
  return answer.predictions;
}

/** Small, and with all that a step can draw at random. */
const networksWatched: [string, Hyperparameters][] = [
  ['two-layer', { ...small, regConstant: 0.1, optimizer: 'adam' }],
  ['three-layer', { ...small, hiddenUnits2: 4, dropout: 0.5, averageDecay: 0.9 }],
  ['convolutional', { ...small, filters: 2, filters2: 2, filters3: 2, denseUnits: 3, views: 'mirrored' }],
];

/** A backend on which a question comes behind every step. */
function askingAfterEachStep(ask: () => void): StartedBackend {
  const pace = immediatePace();
  return {
    info: { name: 'cpu', renderer: null, isSoftware: false, precision: 'single', threads: 1 },
    pace: {
      afterStep: async () => {
        ask();
        await pace.afterStep();
      },
    },
    contextLost: new Promise(() => {}),
  };
}

/** How often a run has been evaluated on the test images. */
function testLooksIn(events: readonly TrainingEvent[]): number {
  return lastCheckpoint(events).summary.testEvaluations;
}

describe('inspecting in the training worker', () => {
  let data: PreparedPictures;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    data = syntheticData(testImages);
  });

  it('predicts the test images as accuracy counts them, with ten probabilities each', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(start(small));
    await host.handle(inspect(presentRun));
    const [inspected] = inspectedIn(events);
    const { labels, predicted, probabilities } = predictionsIn(events);
    expect(inspected?.weights).toEqual({ runId: 'run', step: 40 });
    const right = labels.filter((label, image) => label === predicted[image]).length;
    const evaluated = events.find((event) => event.kind === 'testSetEvaluated');
    expect(right / testImages).toBe(evaluated?.point.accuracy);
    expect(probabilities).toHaveLength(10 * testImages);
    for (let image = 0; image < testImages; image += 100) {
      const row = [...probabilities.subarray(10 * image, 10 * image + 10)];
      expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      expect(Math.max(...row)).toBe(row[predicted[image] ?? -1]);
    }
  });

  it('answers between two steps of a run that trains, and changes nothing of it', async () => {
    const undisturbed = startHostOn(data);
    await undisturbed.host.handle(start({ ...small, maxSteps: 60 }));

    const { host, events, onEvent } = startHostOn(data);
    let asked = 0;
    onEvent((event) => {
      if (event.kind !== 'stepsCompleted' || asked++ > 0) return;
      void host.handle(inspect(presentRun));
      void host.handle(inspect(checkpointOf()));
    });
    await host.handle(start({ ...small, maxSteps: 60 }));

    const inspected = inspectedIn(events);
    expect(inspected).toHaveLength(2);
    expect(inspected[0]?.weights.step).toBeLessThan(60);
    expect(inspected[1]?.weights.step).toBe(250);
    expectSameWeights(lastCheckpoint(events).bytes, lastCheckpoint(undisturbed.events).bytes);
  });

  it.each(networksWatched)(
    'shows a run again and again while it trains, and changes no bit of it: %s',
    async (network, hyperparameters) => {
      const begin = { ...start({ ...hyperparameters, maxSteps: 3 }), network, evaluatesAtEnd: false };
      const undisturbed = startHostOn(data);
      await undisturbed.host.handle(begin);

      const live: TrainingCommand = {
        kind: 'inspect',
        requestId: 1,
        subject: presentRun,
        question: { kind: 'live', units: null },
        backend: 'cpu',
      };
      const { host, events } = startHostOn(data, { startBackend: async () => askingAfterEachStep(ask) });
      function ask(): void {
        void host.handle(live);
      }
      await host.handle(begin);

      const answers = inspectedIn(events);
      expect(answers.map(({ weights }) => weights.step)).toEqual([1, 2, 3]);
      for (const { answer } of answers) {
        if (answer.kind !== 'live') throw new Error('another answer came');
        expect(answer.probabilities).toHaveLength(200);
        expect(answer.firstLayer.pixels).toHaveLength(4_096 * answer.firstLayer.shown.length);
        expect(answer.milliseconds).toBeGreaterThan(0);
      }
      expect(testLooksIn(events)).toBe(testLooksIn(undisturbed.events));
      expectSameWeights(lastCheckpoint(events).bytes, lastCheckpoint(undisturbed.events).bytes);
    },
  );

  it.each([
    ['two-layer', small, 'nearestImages', 'hidden'],
    ['convolutional', { ...small, filters: 2, filters2: 2, filters3: 2, denseUnits: 3 }, 'filters', 'conv2'],
  ] as const)(
    'explains a picture between two steps, counts no look at the test images, and changes no bit: %s',
    async (network, hyperparameters, further, layer) => {
      const begin = { ...start({ ...hyperparameters, maxSteps: 3 }), network, evaluatesAtEnd: false };
      const undisturbed = startHostOn(data);
      await undisturbed.host.handle(begin);

      const pixels = Uint8Array.from(pictureAt(data.testSet, 7));
      const questions: InspectionQuestion[] = [
        { kind: 'saliency', pixels, label: null },
        { kind: 'excitingImages', layer, output: 1 },
        further === 'filters' ? { kind: further, layer } : { kind: further, pixels },
      ];
      const { host, events } = startHostOn(data, { startBackend: async () => askingAfterEachStep(ask) });
      function ask(): void {
        const question = questions.shift();
        if (!question) return;
        void host.handle({ kind: 'inspect', requestId: 1, subject: presentRun, question, backend: 'cpu' });
      }
      await host.handle(begin);

      const answers = inspectedIn(events).map(({ answer }) => answer);
      expect(answers.map(({ kind }) => kind)).toEqual(['saliency', 'excitingImages', further]);
      expect(testLooksIn(events)).toBe(testLooksIn(undisturbed.events));
      expectSameWeights(lastCheckpoint(events).bytes, lastCheckpoint(undisturbed.events).bytes);
    },
  );

  it.each(networksWatched)(
    'shows of a checkpoint what the run showed at that step, and changes no bit of the run that trains on: %s',
    async (network, hyperparameters) => {
      const begin = { ...start({ ...hyperparameters, maxSteps: 3 }, 2), network, evaluatesAtEnd: false };
      const further: TrainingCommand = {
        kind: 'resumeTraining',
        runId: 'run',
        parameters: begin.hyperparameters,
        pauseAfterSteps: null,
      };
      const undisturbed = startHostOn(data);
      await undisturbed.host.handle(begin);
      await undisturbed.host.handle(further);

      const pixels = Uint8Array.from(pictureAt(data.testSet, 7));
      const questions: InspectionQuestion[] = [
        // Ranking filters takes this backend long.
        { kind: 'firstLayer', units: network === 'convolutional' ? [1, 0] : null },
        { kind: 'shownTestPictures' },
        { kind: 'layerOutputs', pixels },
      ];
      let subject: InspectionSubject = presentRun;
      const { host, events } = startHostOn(data, { startBackend: async () => askingAfterEachStep(askAgain) });
      const ask = (question: InspectionQuestion) =>
        host.handle({ kind: 'inspect', requestId: 1, subject, question, backend: 'cpu' });
      function askAgain(): void {
        if (subject !== presentRun) for (const question of questions) void ask(question);
      }
      await host.handle(begin);
      for (const question of questions) await ask(question);
      const { summary, bytes } = lastCheckpoint(events);
      subject = { kind: 'checkpoint', id: summary.id, bytes };
      const tensors = tf.memory().numTensors;
      await host.handle(further);
      expect(tf.memory().numTensors).toBe(tensors);

      const inspected = inspectedIn(events);
      expect(inspected).toHaveLength(2 * questions.length);
      inspected.forEach(({ weights, answer }, index) => {
        expect(weights).toEqual({ runId: 'run', step: 2 });
        expect(answer).toEqual(inspected[index % questions.length]?.answer);
      });
      expect(testLooksIn(events)).toBe(testLooksIn(undisturbed.events));
      expectSameWeights(lastCheckpoint(events).bytes, lastCheckpoint(undisturbed.events).bytes);
    },
  );

  it('looks at a checkpoint where there is no run, and leaves no tensor behind', async () => {
    const { host, events } = startHostOn(data);
    const before = tf.memory().numTensors;
    await host.handle(inspect(checkpointOf()));
    expect(inspectedIn(events)).toHaveLength(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('counts a look at the test images once a step, and adds what it saw to the run', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(start(small, 20));
    await host.handle(inspect(presentRun));
    await host.handle(inspect(presentRun));
    const evaluated = events.filter((event) => event.kind === 'testSetEvaluated');
    expect(evaluated).toMatchObject([{ point: { step: 20 }, testEvaluations: 1 }]);
    const { summary } = lastCheckpoint(events);
    expect(summary).toMatchObject({ testEvaluations: 1, testAccuracy: evaluated[0]?.point.accuracy });
  });

  it('counts a look through a checkpoint of the present run at the step of the checkpoint', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(start(small, 20));
    const { summary, bytes } = lastCheckpoint(events);
    await host.handle({ kind: 'resumeTraining', runId: 'run', parameters: small, pauseAfterSteps: 10 });
    await host.handle(inspect({ kind: 'checkpoint', id: summary.id, bytes }));
    const evaluated = events.filter((event) => event.kind === 'testSetEvaluated');
    expect(evaluated).toMatchObject([{ point: { step: 20 }, testEvaluations: 1 }]);
  });

  it('predicts the validation images without counting a look at the test images', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(start({ ...small, validationImages: 1_000 }, 5));
    await host.handle(inspect(presentRun, 'validation'));
    const { first, labels } = predictionsIn(events);
    expect(first).toBe(49_000);
    expect(labels).toHaveLength(1_000);
    expect(events.some(({ kind }) => kind === 'testSetEvaluated')).toBe(false);
  });

  it('shows the hidden units, and what excites one of them, without counting a look at the test images', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(start(small, 5));
    const before = tf.memory().numTensors;
    for (const question of [
      { kind: 'units', shown: 'change' },
      { kind: 'unit', unit: 2 },
    ] as const) {
      await host.handle({ kind: 'inspect', requestId: 1, subject: presentRun, question, backend: 'cpu' });
    }
    expect(inspectedIn(events).map(({ answer }) => answer)).toMatchObject([
      { kind: 'units', units: { count: 3, shown: 'change' } },
      { kind: 'unit', answer: { unit: 2, images: testImages } },
    ]);
    expect(tf.memory().numTensors).toBe(before);
    expect(events.some(({ kind }) => kind === 'testSetEvaluated')).toBe(false);
  });

  it('says of a picture of one’s own what it would say of the same test image', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(inspect(checkpointOf()));
    const { probabilities } = predictionsIn(events);
    const question = { kind: 'picture', pixels: Uint8Array.from(pictureAt(data.testSet, 7)) } as const;
    await host.handle({ kind: 'inspect', requestId: 2, subject: checkpointOf(), question, backend: 'cpu' });
    const answer = inspectedIn(events).at(-1)?.answer;
    if (answer?.kind !== 'picture') throw new Error('no answer about the picture came');
    answer.probabilities.forEach((probability, label) => {
      expect(probability).toBeCloseTo(probabilities[70 + label] ?? -1, 5);
    });
  });

  it('ranks a picture of one’s own among 1,000 test images, without counting a look at them', async () => {
    const { host, events } = startHostOn(data);
    const before = tf.memory().numTensors;
    const picture = { kind: 'picture', pixels: Uint8Array.from(pictureAt(data.testSet, 7)) } as const;
    for (const question of [picture, { kind: 'energyScores' }] as const) {
      const subject = checkpointOf();
      await host.handle({ kind: 'inspect', requestId: 1, subject, question, backend: 'cpu' });
    }
    const [ofPicture, all] = inspectedIn(events).map(({ answer }) => answer);
    if (ofPicture?.kind !== 'picture' || all?.kind !== 'energyScores')
      throw new Error('an answer is missing');
    expect(all.sorted).toHaveLength(1_000);
    expect(all.sorted).toEqual(all.sorted.slice().sort());
    const nearest = Math.min(...all.sorted.map((score) => Math.abs(score - ofPicture.energyScore)));
    expect(nearest).toBeLessThan(1e-4);
    expect(tf.memory().numTensors).toBe(before);
    expect(events.some(({ kind }) => kind === 'testSetEvaluated')).toBe(false);
  });

  it('does not exchange the pictures under a run that trains: it says why, and shows the checkpoint once it is paused', async () => {
    const { host, events, onEvent } = startHostOn(data);
    const standardized = inspect(checkpointOf({ inputScaling: 'standardized' }));
    let asked = 0;
    onEvent((event) => {
      if (event.kind === 'stepsCompleted' && asked++ === 0) void host.handle(standardized);
    });
    await host.handle(start(small, 20));
    expect(events.find(({ kind }) => kind === 'inspectionFailed')).toMatchObject({
      requestId: 1,
      failure: { code: 'other-inputs-in-use', details: { inputScaling: 'standardized' } },
    });
    await host.handle(standardized);
    expect(inspectedIn(events)).toHaveLength(1);
  });

  it('says of a damaged checkpoint that it is damaged', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(inspect({ kind: 'checkpoint', id: 'damaged', bytes: new Uint8Array(50) }));
    expect(events.at(-1)).toMatchObject({
      kind: 'inspectionFailed',
      failure: { code: 'checkpoint-damaged', details: { id: 'damaged' } },
    });
  });

  it('says so too of one whose checksum is right and whose weights are those of another network', async () => {
    const { host, events } = startHostOn(data);
    const before = tf.memory().numTensors;
    const { weights, ...rest } = checkpointWith(2, 250);
    const bytes = encodeCheckpoint({ ...rest, weights: weights.slice(0, 3) });
    await host.handle(inspect({ kind: 'checkpoint', id: 'forged', bytes }));
    expect(events.at(-1)).toMatchObject({
      kind: 'inspectionFailed',
      failure: { code: 'checkpoint-damaged', details: { id: 'forged' } },
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
