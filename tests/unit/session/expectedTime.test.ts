import { describe, expect, it } from 'vitest';
import { defaultHyperparameters, type Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { expectedTime, secondsFor } from '../../../src/session/state/expectedTime.ts';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import {
  readTimedSteps,
  type TimedStep,
  timedStep,
  timedStepsText,
  withTimedStep,
} from '../../../src/session/state/timedSteps.ts';
import { secondsLeft } from '../../../src/session/state/timeLeft.ts';
import { timeWarning } from '../../../src/session/state/timeWarning.ts';
import { expectedTimeText, roughDuration, timeWarningText } from '../../../src/ui/words/expectedTimes.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

const day = 86_400;
const wasm = { name: 'wasm', renderer: null, isSoftware: false, precision: 'single', threads: 2 } as const;
const huge = { ...articleHyperparameters, hiddenUnits: 2_048, batchSize: 5_000, maxSteps: 100_000 };

function timed(values: Partial<Hyperparameters>, msPerStep: number, network = 'two-layer'): TimedStep {
  const hyperparameters = {
    ...(network === 'two-layer' ? articleHyperparameters : defaultHyperparameters),
    ...values,
  };
  return timedStep({ backend: 'wasm', network, hyperparameters }, msPerStep);
}

function stateWith(timedSteps: readonly TimedStep[]): SessionState {
  return { ...initialState, backendChoice: 'wasm', timedSteps };
}

function msPerStep(timedSteps: readonly TimedStep[], values: Partial<Hyperparameters>): number {
  const expected = expectedTime(stateWith(timedSteps), 'two-layer', { ...articleHyperparameters, ...values });
  return expected?.msPerStep ?? Number.NaN;
}

describe('the time of a step', () => {
  it('is what it was, where the same step was timed', () => {
    const steps = [timed({}, 10), timed({ hiddenUnits: 2_048, batchSize: 1_000 }, 400)];
    expect(msPerStep(steps, {}) / 10).toBeCloseTo(1, 0);
    expect(msPerStep(steps, { hiddenUnits: 2_048, batchSize: 1_000 }) / 400).toBeCloseTo(1, 0);
  });

  it('grows with what is to be computed', () => {
    const once = msPerStep([timed({}, 10)], {});
    expect(msPerStep([timed({}, 10)], { batchSize: 4_000 })).toBeGreaterThan(5 * once);
    expect(msPerStep([timed({}, 10)], { hiddenUnits: 1_200 })).toBeGreaterThan(5 * once);
    expect(msPerStep([timed({}, 10)], { optimizer: 'adam' })).toBeGreaterThan(once);
  });

  it('is that of the machine: where one step takes three times as long, so do others', () => {
    const [usual, slow] = [10, 30].map((ms) => msPerStep([timed({}, ms)], { batchSize: 1_000 }));
    expect((slow ?? 0) / (usual ?? 1)).toBeCloseTo(3);
  });

  it('is not known of a GPU on which nothing was timed', () => {
    const state = { ...stateWith([timed({}, 10)]), backendChoice: 'webgl' } as const;
    expect(expectedTime(state, 'two-layer', articleHyperparameters)).toBeNull();
    const auto = { ...stateWith([]), backendChoice: 'auto', autoBackend: 'webgl' } as const;
    expect(expectedTime(auto, 'two-layer', articleHyperparameters)).toBeNull();
  });

  it('is that of a common processor on WASM before anything was timed', () => {
    expect(expectedTime(stateWith([]), 'two-layer', articleHyperparameters)).toMatchObject({
      isMeasured: false,
    });
  });
});

it('a run takes its steps, its validations and the evaluation at its end', () => {
  const each = { msPerStep: 10, msPerEvaluation: 0.1 };
  const hyperparameters = { ...articleHyperparameters, batchSize: 400, validationImages: 0 };
  expect(secondsFor(each, { steps: 1_000, hyperparameters })).toBe(10 + 1);
  const validated = { ...hyperparameters, validationImages: 10_000 };
  // Ten epochs, and one more at the end.
  expect(secondsFor(each, { steps: 1_000, hyperparameters: validated })).toBeCloseTo(10 + 1 + 11);
});

describe('steps that were timed', () => {
  it('are the same after a reload', () => {
    const steps = [timed({ hiddenUnits: 8 }, 2.5), timed({ width: 64 }, 300, 'convolutional-record')];
    const [first, second] = readTimedSteps(timedStepsText(steps));
    expect(first).toMatchObject({
      network: 'two-layer',
      msPerStep: 2.5,
      hyperparameters: { hiddenUnits: 8 },
    });
    expect(second).toMatchObject({ network: 'convolutional-record', hyperparameters: { width: 64 } });
  });

  it('count once each, whatever their learning rate, and only the last of them', () => {
    const twice = withTimedStep(
      [timed({ learningRate: 0.1 }, 10)],
      timed({ learningRate: 0.2, seed: 3 }, 20),
    );
    expect(twice.map(({ msPerStep: ms }) => ms)).toEqual([20]);
    const many = Array.from({ length: 20 }, (_, index) => timed({ hiddenUnits: index + 1 }, 10));
    expect(many.reduce(withTimedStep, [] as readonly TimedStep[])).toEqual(many.slice(-12));
  });

  it.each([
    '',
    'null',
    '{}',
    '[1, null, [], ["wasm"]]',
    '[["tpu?network=two-layer", 3]]',
    '[["wasm?network=no", 3]]',
    '[["wasm?network=two-layer", -3]]',
  ])('are none in %s', (text) => expect(readTimedSteps(text)).toEqual([]));
});

describe('the time that is left', () => {
  const run = {
    id: 'run',
    network: 'two-layer',
    hyperparameters: huge,
    progress: { step: 0, epochs: 0, elapsedSeconds: 0, msPerStep: null as number | null, tensorCount: 4 },
    testEvaluations: 0,
    startedAt: '2026-11-24T12:00:00.000Z',
    parent: null,
  };
  const stepMs = 5_200;
  function left(progress: Partial<typeof run.progress>, rest: Partial<SessionState> = {}): number {
    const state = { ...stateWith([timed({}, 10)]), backend: wasm, ...rest };
    return (
      secondsLeft({
        ...state,
        run: { kind: 'training', run: { ...run, progress: { ...run.progress, ...progress } } },
      }) ?? 0
    );
  }

  it('is days at the first step already, from steps of another size', () => {
    expect(left({})).toBeGreaterThan(1.5 * day);
    expect(left({})).toBeLessThan(24 * day);
  });

  it('is that of the steps of this run once they are timed', () => {
    expect(left({ step: 2, msPerStep: stepMs }) / day).toBeCloseTo(6, 0);
    expect(left({ step: 50_000, msPerStep: stepMs }) / day).toBeCloseTo(3, 0);
  });

  it('believes a step that is under way and takes longer than expected', () => {
    expect(left({}, { timedSteps: [timed({}, 0.02)] }) / day).toBeLessThan(1);
    expect(left({}, { timedSteps: [timed({}, 0.02)], stepSeconds: 5 }) / day).toBeCloseTo(6, 0);
    expect(left({ msPerStep: 10 }, { stepSeconds: 5 }) / day).toBeGreaterThan(2);
  });

  it('is not known on a GPU before the first step took a second', () => {
    const gpu = { ...wasm, name: 'webgl' } as const;
    const state = { ...stateWith([]), backend: gpu, run: { kind: 'training', run } } as const;
    expect(secondsLeft(state)).toBeNull();
    expect(secondsLeft({ ...state, stepSeconds: 4 })).toBeGreaterThan(4 * day);
  });
});

describe('a warning', () => {
  const measured = stateWith([timed({}, 10)]);
  const warned = (values: Partial<Hyperparameters>) =>
    timeWarning(measured, 'two-layer', { ...articleHyperparameters, ...values });

  it('is not given of the article’s run, nor of an hour', () => {
    expect(warned({})).toBeNull();
    expect(warned({ maxSteps: 300_000 })).toBeNull();
  });

  it('stands beside the value that makes the run long', () => {
    expect(warned({ maxSteps: 10_000_000 })).toMatchObject({ key: 'maxSteps' });
    expect(warned({ batchSize: 5_000, maxSteps: 1_000_000 })).toMatchObject({ key: 'maxSteps' });
    expect(warned({ hiddenUnits: 2_048, batchSize: 5_000, maxSteps: 1_000 })).toBeNull();
  });

  it('stands beside the value that makes a step take seconds', () => {
    const slow = stateWith([timed({}, 100)]);
    const warning = timeWarning(slow, 'two-layer', { ...huge, maxSteps: 10 });
    expect(warning?.key).toBe('hiddenUnits');
  });

  it('says what it takes, and with what it would take less', () => {
    expect(
      timeWarningText({
        key: 'maxSteps',
        seconds: 6 * day,
        secondsPerStep: 5.2,
        instead: { value: 2_000, seconds: 10_400 },
      }),
    ).toBe(
      'A step takes about 5 seconds, and a run takes about 6 days. With max steps 2000, it would take about 3 hours.',
    );
    expect(timeWarningText({ key: 'batchSize', seconds: 2 * day, secondsPerStep: 0.4, instead: null })).toBe(
      'A run takes about 2 days with these values. Lower the sizes to train faster.',
    );
  });
});

it('an expected time is told in rough words', () => {
  const texts = [0.2, 1, 4, 42, 100, 170, 3_500, 9_000, 130_000, 518_400, 5e6, 1e9].map(roughDuration);
  expect(texts).toEqual([
    'less than a second',
    'a second',
    '4 seconds',
    '40 seconds',
    '2 minutes',
    '3 minutes',
    '60 minutes',
    '3 hours',
    '2 days',
    '6 days',
    '2 months',
    '30 years',
  ]);
  expect(expectedTimeText(170, true)).toBe('A run takes about 3 minutes.');
  expect(expectedTimeText(170, false)).toBe('A run takes perhaps 3 minutes.');
});
