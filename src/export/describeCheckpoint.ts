import type { CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { classNames } from '../data/cifar10.ts';

/** How a picture becomes the network's input, for those who open the weights elsewhere. */
const inputDescription =
  'feature index = channel * 1024 + row * 32 + column (channels red, green, blue); value = byte (0 to 255) minus the pixel mean';

/** What every exported file says about where its weights come from. */
export function describeCheckpoint({
  network,
  hyperparameters,
  step,
  trainAccuracy,
  testAccuracy,
  savedAt,
}: CheckpointSummary): Record<string, string> {
  return {
    network,
    step: String(step),
    batch_size: String(hyperparameters.batchSize),
    hidden_units: String(hyperparameters.hiddenUnits),
    learning_rate: String(hyperparameters.learningRate),
    max_steps: String(hyperparameters.maxSteps),
    reg_constant: String(hyperparameters.regConstant),
    seed: String(hyperparameters.seed),
    ...(trainAccuracy === null ? {} : { train_accuracy: String(trainAccuracy) }),
    ...(testAccuracy === null ? {} : { test_accuracy: String(testAccuracy) }),
    saved_at: savedAt,
    input: inputDescription,
    class_names: classNames.join(' '),
  };
}

/** `cifar-10-two-layer-step-2000`, without an ending. */
export function fileStem({ network, step }: CheckpointSummary): string {
  return `cifar-10-${network.replaceAll(/[^a-z0-9-]/gi, '-')}-step-${step}`;
}
