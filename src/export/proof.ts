import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { classNames } from '../data/cifar10.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { accuracyOf, confusionMatrixOf } from '../inspection/confusionMatrix.ts';
import type { Predictions } from '../inspection/predictions.ts';
import { configurationJson } from './configurationJson.ts';
import { fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { metricsCsv } from './metrics.ts';
import { npzOf } from './numpyWeights.ts';
import cifar10Data from './python/cifar10_data.py?raw';
import pageResults from './python/page_results.py?raw';
import recomputeNumpy from './python/recompute_numpy.py?raw';
import recomputePytorch from './python/recompute_pytorch.py?raw';
import { zipFolder } from './zipFolder.ts';

/**
 * A verifiable result: weights, configuration, measurements, the predictions for every test image, and programs that recompute
 * all of that from the official pictures.
 *
 * @param predictions for all test images, by the checkpoint's weights
 */
export function proof(checkpoint: Checkpoint, recipe: InputRecipe, predictions: Predictions): ExportedFile {
  const { summary, history } = checkpoint;
  const accuracy = accuracyOf(confusionMatrixOf(predictions));
  return zipFolder(`${fileStem(summary)}-proof`, {
    'README.txt': readme(accuracy, summary.step),
    'configuration.json': configurationJson(summary, { test_accuracy: accuracy }),
    'weights.npz': npzOf(checkpoint, recipe),
    'metrics.csv': metricsCsv([{ summary: { id: summary.runId, name: summary.runId }, history }]),
    'predictions.csv': predictionsCsv(predictions),
    'recompute_numpy.py': recomputeNumpy,
    'recompute_pytorch.py': recomputePytorch,
    'cifar10_data.py': cifar10Data,
    'page_results.py': pageResults,
  });
}

/** A row for each image: its index in the test set, its class, the predicted class, and the ten probabilities. */
export function predictionsCsv({ first, labels, predicted, probabilities }: Predictions): string {
  const header = ['image', 'label', 'predicted', ...classNames].join(',');
  const rows = Array.from(labels, (label, row) => {
    const start = row * classNames.length;
    const shares = Array.from(probabilities.subarray(start, start + classNames.length), singlePrecision);
    return [first + row, label, predicted[row], ...shares].join(',');
  });
  return [header, ...rows, ''].join('\n');
}

/** The shortest decimal that identifies the single-precision number: at most nine digits. */
function singlePrecision(value: number): number {
  return Number(value.toPrecision(9));
}

function readme(accuracy: number, step: number): string {
  return `A network of ${step} training steps says of ${Math.round(accuracy * 10_000)} of CIFAR-10's 10,000 test pictures what they are: its test accuracy is ${accuracy.toFixed(4)}.

Whoever doubts it computes it anew, from the weights and the official pictures alone:

    python3 recompute_numpy.py cifar-10-binary.tar.gz
    python3 recompute_pytorch.py cifar-10-binary.tar.gz

Either prints the accuracy, and every picture of which it says something else than the page did. The archive is
https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz; the Python version will do, too, and so will the unpacked folder.
Without a path it is downloaded. Its pictures are checked by their SHA-256.

weights.npz            the weights, the pixel mean, and all else that makes inputs of pictures
configuration.json     network, hyperparameters, seed, SHA-256 of the six batches
metrics.csv            what was measured in training, step by step
predictions.csv        class and ten probabilities of every test picture, as the page computed them
recompute_numpy.py     the network in NumPy
recompute_pytorch.py   the network in PyTorch
cifar10_data.py        reads the official files, and checks them
page_results.py        compares
`;
}
