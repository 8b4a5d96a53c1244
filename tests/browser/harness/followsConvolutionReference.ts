import type { Page } from '@playwright/test';
import type { BackendName } from '../../../src/backend/backendInfo.ts';
import { expect } from '../fixtures.ts';
import { resultOfWorker } from './bundledWorker.ts';
import type { ConvolutionReferenceInput, ConvolutionReferenceResult } from './convolutionReference.worker.ts';

/**
 * Compares every layer of convolutional networks with PyTorch in float64, and the first steps of each network on the pictures
 * that the page has stored.
 */
export async function expectToFollowConvolutionReference(
  page: Page,
  choice: BackendName,
  steps: number,
): Promise<void> {
  const input: ConvolutionReferenceInput = { backend: choice, steps };
  const { backend, layers, cases } = await resultOfWorker<ConvolutionReferenceResult>(
    page,
    'convolutionReference.worker.ts',
    input,
  );
  expect(backend).toBe(choice);
  const errors = [
    ...Object.entries(layers),
    ...Object.entries(cases).map(([name, { crossEntropy }]) => [name, crossEntropy] as const),
  ];
  expect(errors).toHaveLength(17);
  for (const [name, error] of errors) expect(error, name).toBeLessThan(1e-5);
}
