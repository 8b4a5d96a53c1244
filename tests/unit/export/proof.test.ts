import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { batchNames, batchSha256 } from '../../../src/data/cifar10.ts';
import { pythonFor } from '../../fixtures/missing.ts';
import { officialFolder } from '../../fixtures/officialFiles.ts';
import {
  expectRecomputed,
  predictionRows,
  proofOn,
  proofPrograms,
  shortened,
} from '../../fixtures/proofs.ts';
import { printed } from '../../fixtures/python.ts';
import { realBatch } from '../../fixtures/realCifar10.ts';

describe('a result that proves itself', () => {
  let official = '';

  beforeAll(async () => {
    await startWasm(1);
    await tf.setBackend('wasm');
    official = await officialFolder('test_batch');
  });

  it('holds the configuration, the checksums of the data, the metrics, and every prediction', async () => {
    const { folder, accuracy } = await proofOn('centred');
    const configuration = JSON.parse(await readFile(join(folder, 'configuration.json'), 'utf8'));
    expect(configuration).toMatchObject({ network: 'two-layer', seed: 1, step: 20, test_accuracy: accuracy });
    expect(configuration.data_sha256).toEqual(batchSha256);
    expect(Object.keys(configuration.data_sha256)).toEqual([...batchNames]);
    const predictions = (await predictionRows(folder)).slice(1);
    expect(predictions).toHaveLength(10_000);
    const rows = predictions.map((row) => row.split(',').map(Number));
    expect(rows.filter(([, label, predicted]) => label === predicted).length / 10_000).toBe(accuracy);
    for (const [, , , ...probabilities] of rows) {
      expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
    }
    const metrics = await readFile(join(folder, 'metrics.csv'), 'utf8');
    expect(metrics).toContain(`\r\n20,,,,,,,,${accuracy},`);
  });

  describe.each(proofPrograms)('in %s', (_, module, program) => {
    it.for([
      ['two-layer, centred inputs', 'centred'],
      ['three-layer, standardized inputs and their mirror images', 'standardized'],
    ] as const)(
      'gives the page’s accuracy to the last digit, and the same predictions: %s',
      async ([, name], test) => {
        const python = pythonFor(test, 'numpy', module);
        expectRecomputed(python, program, await proofOn(name), official);
      },
    );

    it.for([
      ['two-layer, whitened inputs and their mirror images', 'whitened'],
      ['convolutional', 'convolutional'],
    ] as const)('gives the page’s predictions of 500 pictures: %s', async ([, name], test) => {
      const python = pythonFor(test, 'numpy', module);
      expectRecomputed(python, program, await shortened(await proofOn(name), 500), official);
    });
  });

  describe('reads the official data', () => {
    it('in the Python version too, and refuses other pictures', async (test) => {
      const python = pythonFor(test, 'numpy');
      const { folder } = await proofOn('centred');
      const pickled = join(folder, 'cifar-10-batches-py');
      await mkdir(pickled);
      await writeFile(join(folder, 'test_batch.bin'), await realBatch('test_batch'));
      const script = `
import sys, pickle, numpy
records = numpy.fromfile(sys.argv[1], numpy.uint8).reshape(-1, 3073)
batch = {b'labels': records[:, 0].tolist(), b'data': numpy.ascontiguousarray(records[:, 1:])}
pickle.dump(batch, open(sys.argv[2], 'wb'), protocol=2)`;
      printed(python, '-c', script, join(folder, 'test_batch.bin'), join(pickled, 'test_batch'));
      expect(printed(python, join(folder, 'recompute_numpy.py'), pickled)).toContain(
        'Predictions that differ: 0',
      );

      const other = (await realBatch('test_batch')).slice();
      other[1] = (other[1] ?? 0) ^ 1;
      expect(createHash('sha256').update(other).digest('hex')).not.toBe(batchSha256.test_batch);
      await writeFile(join(folder, 'test_batch.bin'), other);
      const script2 = join(folder, 'recompute_numpy.py');
      expect(() => printed(python, script2, folder)).toThrow('test_batch is not the official file');
    });
  });
});
