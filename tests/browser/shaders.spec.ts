import { expect, test } from './fixtures.ts';
import { resultOfWorker } from './harness/bundledWorker.ts';
import type { WrongValues } from './harness/pictures.worker.ts';
import { productsAreThoseOfJavaScript } from './harness/productShaders.ts';

productsAreThoseOfJavaScript('a software renderer', true);

test('WebGL makes of a batch’s bytes the very values that single precision gives', async ({ page }) => {
  await page.goto('.');
  // The last is scaled otherwise than the one before; sizes go up and down, and one is odd.
  const batches = [400, 13, 500, 400];
  const wrong = await resultOfWorker<WrongValues>(page, 'pictures.worker.ts', batches);
  expect(wrong).toEqual([0, 0, 0, 0]);
});
