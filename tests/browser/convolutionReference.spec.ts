import { expect, test } from './fixtures.ts';
import { resultOfWorker } from './harness/bundledWorker.ts';
import type { ConvolutionReferenceResult } from './harness/convolutionReference.worker.ts';

test('convolutional networks on WebGL follow PyTorch in float64: every layer, and three steps of each network', async ({
  readyPage: page,
}) => {
  const { backend, layers, cases } = await resultOfWorker<ConvolutionReferenceResult>(
    page,
    'convolutionReference.worker.ts',
    { backend: 'webgl', steps: 3 },
  );
  expect(backend).toBe('webgl');
  for (const [name, error] of Object.entries(layers)) expect(error, name).toBeLessThan(1e-5);
  for (const [name, { crossEntropy }] of Object.entries(cases)) {
    expect(crossEntropy, name).toBeLessThan(1e-5);
  }
  expect(Object.keys(layers).length * Object.keys(cases).length).toBeGreaterThan(0);
});
