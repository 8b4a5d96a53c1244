import type { StepTiming } from '../../backend/backendInfo.ts';
import type { StartedBackend } from '../../backend/startedBackend.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { Failure } from '../../failure.ts';
import { networkNamed } from '../../network/networks.ts';
import { measureSteps } from '../../training/measureSteps.ts';
import type { TrainingData } from '../../training/stepBatch.ts';
import { newRun } from '../../training/trainingRun.ts';
import { disposeState } from '../../training/trainStep.ts';

/**
 * Times the real step of a network on a backend, with a separate run.
 *
 * @throws Failure `adapter-is-software` where WebGPU has no GPU: a step then takes seconds
 */
export async function measureBackend(
  { info, pace }: StartedBackend,
  data: TrainingData,
  networkName: string,
  hyperparameters: Hyperparameters,
): Promise<StepTiming> {
  if (info.name === 'webgpu' && info.isSoftware) {
    throw new Failure({ code: 'adapter-is-software', details: { adapter: info.renderer ?? '' } });
  }
  const network = networkNamed(networkName);
  if (!network) throw new RangeError(`there is no network ${networkName}`);
  // With a learning rate of 0 nothing improves, so early stopping would end the run.
  const endless = { ...hyperparameters, learningRate: 0, maxSteps: Number.POSITIVE_INFINITY, patience: 0 };
  const run = newRun('measurement', network, endless, data);
  try {
    return await measureSteps(run, data, () => pace.afterStep());
  } finally {
    disposeState(run.state);
  }
}
