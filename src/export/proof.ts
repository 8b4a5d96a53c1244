import type { Checkpoint, CheckpointSummary } from '../checkpoint/checkpoint.ts';
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
import pytorchNetwork from './python/pytorch_network.py?raw';
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
    'README.txt': readme(accuracy, summary),
    'configuration.json': configurationJson(summary, { test_accuracy: accuracy }),
    'weights.npz': npzOf(checkpoint, recipe),
    'metrics.csv': metricsCsv([{ label: summary.runId, summary, history, times: [] }]),
    'predictions.csv': predictionsCsv(predictions),
    'recompute_numpy.py': recomputeNumpy,
    'recompute_pytorch.py': recomputePytorch,
    'pytorch_network.py': pytorchNetwork,
    'cifar10_data.py': cifar10Data,
    'page_results.py': pageResults,
  });
}

/** A row for each image: its index in the test set, its class, the predicted class, and the ten probabilities. */
function predictionsCsv({ first, labels, predicted, probabilities }: Predictions): string {
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

function readme(accuracy: number, { step, hyperparameters }: CheckpointSummary): string {
  const views =
    hyperparameters.views === 'mirrored'
      ? ' Its answer for an image is the average of those for the image and for its mirror image.'
      : '';
  return `After ${step} training steps, this network classifies ${Math.round(accuracy * 10_000)} of CIFAR-10's 10,000 test images correctly: its test accuracy is ${accuracy.toFixed(4)}.${views}

To verify this, recompute it from the weights and the official images:

    python3 recompute_numpy.py cifar-10-binary.tar.gz
    python3 recompute_pytorch.py cifar-10-binary.tar.gz

Each program prints the accuracy, and every image for which its prediction differs from the page's. The archive is
https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz; the Python version and the unpacked folder work, too.
Without a path, the archive is downloaded. The images are verified by SHA-256.

weights.npz            the weights, the pixel mean, and everything else needed to turn images into inputs
configuration.json     network, hyperparameters, seed, SHA-256 of the six batches
metrics.csv            the measurements taken during training, step by step
predictions.csv        the class and ten probabilities of every test image, as the page computed them
recompute_numpy.py     the network in NumPy
recompute_pytorch.py   the same in PyTorch
pytorch_network.py     the network in PyTorch
cifar10_data.py        reads and verifies the official files
page_results.py        compares the results with the page's
`;
}
