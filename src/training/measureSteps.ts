import type { StepTiming } from '../backend/backendInfo.ts';
import { uninterrupted } from '../backend/interruption.ts';
import type { TrainingData } from './stepBatch.ts';
import type { TrainingRun } from './trainingRun.ts';
import { type LoopEnvironment, train } from './trainLoop.ts';

/** The warm-up before timing: the first step compiles the shaders, and the next few let the engine optimize the JavaScript. */
const warmUp = { minSteps: 2, minMs: 300 };
const timed = { minSteps: 5, minMs: 2_000 };

/**
 * Times the real training loop, with batches, uploads, measurements and pacing. The run must not be used afterwards.
 *
 * @param run a fresh run with enough steps and a learning rate of 0, which costs the same and cannot diverge
 * @param pace as in `LoopEnvironment`
 */
export async function measureSteps(
  run: TrainingRun,
  data: TrainingData,
  pace: () => Promise<void>,
): Promise<StepTiming> {
  await elapsedFor(warmUp);
  return elapsedFor(timed);

  async function elapsedFor({ minSteps, minMs }: typeof timed): Promise<StepTiming> {
    const firstStep = run.step;
    const startedAt = performance.now();
    const isEnough = () => run.step - firstStep >= minSteps && performance.now() - startedAt >= minMs;
    await train(run, data, { ...unobserved, goal: async () => (isEnough() ? 'pause' : 'train'), pace });
    await allWorkDone(run);
    const steps = run.step - firstStep;
    return { msPerStep: (performance.now() - startedAt) / steps, steps };
  }
}

/** Reading a parameter waits for everything that it depends on, which is every step so far. */
export async function allWorkDone({ state: { parameters } }: TrainingRun): Promise<void> {
  await Object.values(parameters).at(-1)?.data();
}

/** A loop that reports nothing and saves nothing. */
export const unobserved: Omit<LoopEnvironment, 'goal' | 'pace'> = {
  measuresEachStep: false,
  interruption: uninterrupted,
  stepUnderWay: () => {},
  stepTimed: () => {},
  stepCompleted: () => {},
  pointMeasured: () => {},
  logitsCounted: () => {},
  layersCounted: () => {},
  validated: () => {},
  isAutosaveDue: () => false,
  checkpointDue: async () => {},
};
