import type { Checkpoint, CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { sha256Hex } from '../data/checksums.ts';
import { classNames } from '../data/cifar10.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { accuracyOf, confusionMatrixOf } from '../inspection/confusionMatrix.ts';
import type { Predictions } from '../inspection/predictions.ts';
import { configurationJson } from './configurationJson.ts';
import { fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { metricsCsv, metricsDescription } from './metrics.ts';
import { npzOf } from './numpyWeights.ts';
import checkFiles from './python/check_files.py?raw';
import checkStatements from './python/check_statements.py?raw';
import cifar10Data from './python/cifar10_data.py?raw';
import numpyNetwork from './python/numpy_network.py?raw';
import pageResults from './python/page_results.py?raw';
import pytorchNetwork from './python/pytorch_network.py?raw';
import recomputeNumpy from './python/recompute_numpy.py?raw';
import recomputePytorch from './python/recompute_pytorch.py?raw';
import singlePrecisionErrors from './python/single_precision.py?raw';
import { zipFolder } from './zipFolder.ts';

/** The programs in a proof, which are the same in every proof. */
export const pythonFiles: Readonly<Record<string, string>> = {
  'recompute_numpy.py': recomputeNumpy,
  'recompute_pytorch.py': recomputePytorch,
  'check_files.py': checkFiles,
  'check_statements.py': checkStatements,
  'cifar10_data.py': cifar10Data,
  'page_results.py': pageResults,
  'single_precision.py': singlePrecisionErrors,
  'numpy_network.py': numpyNetwork,
  'pytorch_network.py': pytorchNetwork,
};

/**
 * A verifiable result: weights, configuration, measurements, the predictions for every test image, the digests of all of these, and
 * programs that check the digests and recompute the predictions from the official pictures.
 *
 * @param predictions for all test images, by the checkpoint's weights
 * @throws Failure `insecure-context`
 */
export async function proof(
  checkpoint: Checkpoint,
  recipe: InputRecipe,
  predictions: Predictions,
): Promise<ExportedFile> {
  const { summary, history } = checkpoint;
  // A checkpoint does not say when its steps were taken.
  const run = { label: summary.runId, summary, history, times: [] };
  const accuracy = accuracyOf(confusionMatrixOf(predictions));
  const files = {
    'README.txt': readme(accuracy, summary),
    'configuration.json': configurationJson(summary, { test_accuracy: accuracy }),
    'weights.npz': npzOf(checkpoint, recipe),
    'metrics.csv': metricsCsv([run]),
    'metrics.csv-metadata.json': metricsDescription('metrics.csv', [run]),
    'predictions.csv': predictionsCsv(predictions),
    ...pythonFiles,
  };
  return zipFolder(`${fileStem(summary)}-proof`, { ...files, SHA256SUMS: await sha256Sums(files) });
}

/** The files' digests, as the program sha256sum writes and checks them. */
async function sha256Sums(
  files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>,
): Promise<string> {
  const lines = Object.entries(files).map(async ([name, content]) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return `${await sha256Hex(bytes)}  ${name}\n`;
  });
  return (await Promise.all(lines)).join('');
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

To verify this, check the files and recompute the predictions from the weights and the official images:

    python3 recompute_numpy.py cifar-10-binary.tar.gz
    python3 recompute_pytorch.py cifar-10-binary.tar.gz

The archive is https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz; the Python version and the unpacked folder work, too.
Without a path, the archive is downloaded. If everything agrees, a program prints the accuracy, every image for which its
prediction differs from the page's because two classes are tied, how far the probabilities differ and how far they may, and one
digest for the whole proof. Otherwise it exits with 1 and says which file states what, and what was found.

What is recomputed:      predicted classes, probabilities and accuracies, from the weights and the official images, which are
                         verified by their SHA-256. Single precision is allowed for (single_precision.py).
What is compared:        the files with each other, such as the configuration with the metadata in weights.npz, the weights with
                         their checksum, and metrics.csv with the test accuracy.
What is only digested:   what led to the weights, such as the seed and the measurements before the last step. It could only be
                         verified by training again in the page with this configuration.

SHA256SUMS shows that a file was changed by accident, or by somebody who did not change its digest as well. It does not show who
made the proof: whoever changes a file can write new digests, and new programs. Whoever publishes a result can publish the digest
of SHA256SUMS beside it; a proof with that digest is the published one. The programs are the same in every proof from the same
version of the page: to trust them, read them, or use those from a proof of your own.

weights.npz            the weights, the pixel mean, and everything else needed to turn images into inputs
configuration.json     network, hyperparameters, seed, SHA-256 of the six batches
metrics.csv            the measurements taken during training, step by step
metrics.csv-metadata.json   what the columns of metrics.csv are
predictions.csv        the class and ten probabilities of every test image, as the page computed them
SHA256SUMS             the SHA-256 of every other file, for sha256sum --check SHA256SUMS
recompute_numpy.py     checks everything, with NumPy
recompute_pytorch.py   checks everything, with PyTorch
check_files.py         compares files with their digests
check_statements.py    compares the files with each other
cifar10_data.py        reads and verifies the official files
page_results.py        compares the results with the page's
single_precision.py    how far results in single precision may be from exact ones
numpy_network.py       the network in NumPy
pytorch_network.py     the network in PyTorch
`;
}
