import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { articleHyperparameters, type InputScalingName } from '../../../src/configuration/hyperparameters.ts';
import { batchNames, batchSha256 } from '../../../src/data/cifar10.ts';
import { type PreparedPictures, standardizedPictures } from '../../../src/input/inputScaling.ts';
import { officialFolder, unpacked } from '../../fixtures/officialFiles.ts';
import { printed, pythonWith } from '../../fixtures/python.ts';
import { realBatch, realCifar10 } from '../../fixtures/realCifar10.ts';
import { startCommand, startHostOn } from '../../fixtures/startedHost.ts';
import { nearlyWhitened } from '../../fixtures/whitenedPictures.ts';

const hyperparameters = { ...articleHyperparameters, hiddenUnits: 20, maxSteps: 20, learningRate: 0.002 };
const languages = [
  ['NumPy', 'numpy', 'recompute_numpy.py'],
  ['PyTorch', 'torch', 'recompute_pytorch.py'],
] as const;

/**
 * By which single precision may be off. Centred pictures give logits in the tens, which the softmax is sensitive to; of whitened
 * ones, now and then a value is rounded to the byte beside.
 */
const mostDifference = { centred: 5e-4, standardized: 1e-5, whitened: 5e-3 };

describe('a result that proves itself', () => {
  const pictures: Partial<Record<InputScalingName, PreparedPictures>> = {};
  let official = '';

  beforeAll(async () => {
    await startWasm(1);
    await tf.setBackend('wasm');
    official = await officialFolder('test_batch');
    pictures.centred = await realCifar10();
    pictures.standardized = standardizedPictures(pictures.centred);
    pictures.whitened = nearlyWhitened(pictures.standardized);
  });

  const proofs = new Map<InputScalingName, ReturnType<typeof makeProof>>();

  /** What a trained network's proof unpacks to, and the test accuracy that the page shows. */
  function proofOn(inputScaling: InputScalingName) {
    const made = proofs.get(inputScaling) ?? makeProof(inputScaling);
    proofs.set(inputScaling, made);
    return made;
  }

  async function makeProof(inputScaling: InputScalingName) {
    const prepared = pictures[inputScaling];
    if (!prepared) throw new Error('the pictures are not prepared');
    const { host, events } = startHostOn(prepared);
    await host.handle(startCommand({ ...hyperparameters, inputScaling }));
    await host.handle({ kind: 'exportFiles', what: 'proof' });
    const evaluations = events.flatMap((event) => (event.kind === 'testSetEvaluated' ? [event.point] : []));
    expect(evaluations).toHaveLength(1);
    const exported = events.find((event) => event.kind === 'filesExported');
    const [file] = exported?.kind === 'filesExported' ? exported.files : [];
    if (!file) throw new Error('nothing was exported');
    return { folder: await unpacked(file.bytes), accuracy: evaluations[0]?.accuracy ?? Number.NaN };
  }

  it('holds the configuration, the checksums of the data, the metrics, and every prediction', async () => {
    const { folder, accuracy } = await proofOn('centred');
    const configuration = JSON.parse(await readFile(join(folder, 'configuration.json'), 'utf8'));
    expect(configuration).toMatchObject({ network: 'two-layer', seed: 1, step: 20, test_accuracy: accuracy });
    expect(configuration.data_sha256).toEqual(batchSha256);
    expect(Object.keys(configuration.data_sha256)).toEqual([...batchNames]);
    const predictions = (await readFile(join(folder, 'predictions.csv'), 'utf8'))
      .trimEnd()
      .split('\n')
      .slice(1);
    expect(predictions).toHaveLength(10_000);
    const rows = predictions.map((row) => row.split(',').map(Number));
    expect(rows.filter(([, label, predicted]) => label === predicted).length / 10_000).toBe(accuracy);
    for (const [, , , ...probabilities] of rows) {
      expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
    }
    const metrics = await readFile(join(folder, 'metrics.csv'), 'utf8');
    expect(metrics).toContain(`,20,,,,,,${accuracy},`);
  });

  describe.each(languages)('in %s', (_, module, script) => {
    const python = pythonWith('numpy', module);

    it.for(['centred', 'standardized', 'whitened'] as const)(
      'gives the page’s accuracy to the last digit, and the same predictions, with %s inputs',
      async (inputScaling, { skip }) => {
        if (python === null) return skip(`no python3 with ${module} here`);
        const { folder, accuracy } = await proofOn(inputScaling);
        const lines = printed(python, join(folder, script), official).split('\n');
        expect(lines[0]).toBe(
          `Test accuracy ${accuracy.toFixed(4)}: ${Math.round(accuracy * 10_000)} of 10000 pictures`,
        );
        expect(lines[1]).toBe(`The page says ${accuracy.toFixed(4)}`);
        expect(lines[2]).toBe('Predictions that differ: 0');
        const difference = Number(/^Probabilities differ by at most (.+)$/.exec(lines[3] ?? '')?.[1]);
        expect(difference).toBeLessThan(mostDifference[inputScaling]);
      },
    );
  });

  describe('reads the official data', () => {
    const python = pythonWith('numpy');

    it('in the Python version too, and refuses other pictures', async ({ skip }) => {
      if (python === null) return skip('no python3 with numpy here');
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
      expect(() => printed(python, script2, folder)).toThrow('test_batch is not the official one');
    });
  });
});
