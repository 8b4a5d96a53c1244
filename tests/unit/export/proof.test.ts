import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { batchNames, batchSha256 } from '../../../src/data/cifar10.ts';
import { metricsColumns } from '../../../src/export/metrics.ts';
import { pythonFiles } from '../../../src/export/proof.ts';
import { pythonFor } from '../../fixtures/missing.ts';
import { officialFolder } from '../../fixtures/officialFiles.ts';
import { filesIn, sealed, textOf } from '../../fixtures/proofFiles.ts';
import {
  expectFound,
  expectRecomputed,
  type Proof,
  proofOn,
  proofPrograms,
  shortened,
} from '../../fixtures/proofs.ts';
import { printed } from '../../fixtures/python.ts';
import { realBatch } from '../../fixtures/realCifar10.ts';

describe('a result that proves itself', () => {
  let official = '';
  let proof: Proof;

  beforeAll(async () => {
    await startWasm(1);
    await tf.setBackend('wasm');
    official = await officialFolder('test_batch');
    proof = await proofOn('standardized');
  });

  it('holds the configuration, the checksums of the data, the metrics, and every prediction', async () => {
    const { folder, accuracy } = proof;
    const files = await filesIn(folder);
    const configuration = JSON.parse(textOf(files, 'configuration.json'));
    expect(configuration).toMatchObject({
      network: 'three-layer',
      seed: 1,
      step: 20,
      test_accuracy: accuracy,
    });
    expect(configuration.data_sha256).toEqual(batchSha256);
    expect(Object.keys(configuration.data_sha256)).toEqual([...batchNames]);
    const predictions = textOf(files, 'predictions.csv').trimEnd().split('\n').slice(1);
    expect(predictions).toHaveLength(10_000);
    const rows = predictions.map((row) => row.split(',').map(Number));
    expect(rows.filter(([, label, predicted]) => label === predicted).length / 10_000).toBe(accuracy);
    for (const [, , , ...probabilities] of rows) {
      expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
    }
    expect(textOf(files, 'metrics.csv')).toContain(`\r\n20,,,,,,,${accuracy},`);
  });

  it('says what the columns of the metrics are', async () => {
    const description = JSON.parse(await readFile(join(proof.folder, 'metrics.csv-metadata.json'), 'utf8'));
    expect(description.url).toBe('metrics.csv');
    const [heading = ''] = (await readFile(join(proof.folder, 'metrics.csv'), 'utf8')).split('\r\n');
    const columns: readonly Record<string, string>[] = description.tableSchema.columns;
    expect(columns.map(({ titles }) => titles)).toEqual(heading.split(','));
    expect(columns.map((column) => column['dc:description'])).toEqual(
      metricsColumns([{ times: [] }]).map((column) => column.description),
    );
  });

  it('lists the digest of every other file, as sha256sum does', async () => {
    const files = await filesIn(proof.folder);
    const lines = (sums: string) => sums.trimEnd().split('\n').sort();
    expect(lines(textOf(files, 'SHA256SUMS'))).toEqual(lines(textOf(sealed(files), 'SHA256SUMS')));
  });

  it('says in its README what each file is', async () => {
    const files = await filesIn(proof.folder);
    const described = textOf(files, 'README.txt').matchAll(/^([\w.-]+) {2,}\S/gm);
    expect(Array.from(described, ([, name]) => name).sort()).toEqual(
      Object.keys(files)
        .filter((name) => name !== 'README.txt')
        .sort(),
    );
  });

  describe.each(proofPrograms)('in %s', (_, module, program) => {
    it('gives the page’s predictions of 500 pictures and their mirror images', async (test) => {
      const python = pythonFor(test, 'numpy', module);
      const { difference, bound } = expectRecomputed(python, program, await shortened(proof, 500), official);
      expect(bound).toBeLessThan(100 * difference);
    });
  });

  it('is refuted by its NumPy program, with a sentence, whatever is changed: every third tampering', async (test) => {
    const python = pythonFor(test, 'numpy');
    await expectFound(python, 'numpy', 'recompute_numpy.py', await shortened(proof, 100), official, 3);
  });

  it('names predictions that differ because two classes are tied, and no others', async (test) => {
    const python = pythonFor(test, 'numpy');
    const { folder } = await shortened(proof, 10);
    // A thousand pictures of class 1, which the page finds. In the first ones, the logit of class 0 is this.
    const compared = (logit: number, tied: number) => `
import sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import numpy, check_files, page_results
from single_precision import softmax
logits = numpy.zeros([2, 1000, 10])
logits[:, :, 1] = 1
logits[:, :${tied}, 0] = ${logit}
logits[1] += 1e-6 * numpy.random.default_rng(0).standard_normal([1000, 10])
page = numpy.column_stack([range(1000), [1] * 1000, [1] * 1000, softmax(logits[0])])
check_files.run(lambda: page_results.compare(page, logits))`;
    expect(printed(python, '-c', compared(1.000001, 1), folder)).toContain(
      'Predictions that differ: 1\n  image 0: 0, the page 1, a tie: the logits differ by 1.0e-06\n',
    );
    expect(() => printed(python, '-c', compared(1.0001, 1), folder)).toThrow(
      /states class 1 for image 0, but recomputation finds 0: its logit is higher by 1\.0e-04/,
    );
    expect(() => printed(python, '-c', compared(1.000001, 2), folder)).toThrow(
      /states 2 classes that differ from the recomputed ones\. All may be ties, but more than 1 prove nothing/,
    );
  });

  it('exits with 1 where it is refuted', async (test) => {
    const python = pythonFor(test, 'numpy');
    const { folder } = await shortened(proof, 10);
    await writeFile(join(folder, 'README.txt'), 'A test accuracy of 1');
    const run = () => printed(python, join(folder, 'recompute_numpy.py'), official);
    expect(run).toThrow(/ended with 1: This proof does not hold: README\.txt was changed: .*\.\n$/);
  });

  describe('reads the official data', () => {
    it('whose digests its programs know', () => {
      for (const [name, digest] of Object.entries(batchSha256)) {
        expect(pythonFiles['cifar10_data.py']).toContain(`"${name}": "${digest}"`);
      }
    });

    it('in the Python version too, and refuses other pictures', async (test) => {
      const python = pythonFor(test, 'numpy');
      const { folder } = await shortened(proof, 10);
      const program = join(folder, 'recompute_numpy.py');
      // Beside the proof, where it does not disturb the digests.
      const pickled = join(folder, 'cifar-10-batches-py');
      await mkdir(pickled);
      const script = `
import sys, pickle, numpy
records = numpy.fromfile(sys.argv[1], numpy.uint8).reshape(-1, 3073)
batch = {b'labels': records[:, 0].tolist(), b'data': numpy.ascontiguousarray(records[:, 1:])}
pickle.dump(batch, open(sys.argv[2], 'wb'), protocol=2)`;
      printed(python, '-c', script, join(official, 'test_batch.bin'), join(pickled, 'test_batch'));
      expect(printed(python, program, pickled)).toContain('Predictions that differ: 0');

      const other = (await realBatch('test_batch')).slice();
      other[1] = (other[1] ?? 0) ^ 1;
      expect(createHash('sha256').update(other).digest('hex')).not.toBe(batchSha256.test_batch);
      const others = join(folder, 'cifar-10-batches-bin');
      await mkdir(others);
      await writeFile(join(others, 'test_batch.bin'), other);
      expect(() => printed(python, program, others)).toThrow('test_batch is not the official file');
    });
  });
});
