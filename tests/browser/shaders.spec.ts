import { expect, test } from './fixtures.ts';
import { resultOfWorker } from './harness/bundledWorker.ts';
import type { WrongValues } from './harness/pictures.worker.ts';
import type { ProductCase, ProductDifferences } from './harness/products.worker.ts';

/** The article's: forward, and the gradient of the first layer's weights. */
const ofTheArticle: ProductCase[] = [
  { rows: 400, depth: 3_072, columns: 120, isLeftTransposed: false, isRightTransposed: false },
  { rows: 3_072, depth: 400, columns: 120, isLeftTransposed: true, isRightTransposed: false },
];

const ofOddSizes: ProductCase[] = [
  // No side is a whole number of blocks, texels or slices.
  { rows: 131, depth: 1_001, columns: 31 },
  // A last texel that is half empty, and few blocks for many threads.
  { rows: 37, depth: 2_047, columns: 29 },
  // Too small to be worth two draws: TensorFlow.js's own.
  { rows: 50, depth: 120, columns: 10 },
].flatMap((size) =>
  [false, true].flatMap((isLeftTransposed) =>
    [false, true].map((isRightTransposed) => ({ ...size, isLeftTransposed, isRightTransposed })),
  ),
);

const cases = [...ofTheArticle, ...ofOddSizes];

for (const [machine, isSoftware] of [
  ['a GPU', false],
  ['a software renderer', true],
] as const) {
  test(`WebGL’s products, cut up for ${machine}, are those of plain JavaScript`, async ({ page }) => {
    await page.goto('.');
    const found = await resultOfWorker<ProductDifferences[]>(page, 'products.worker.ts', {
      isSoftware,
      cases,
    });
    expect(found).toHaveLength(cases.length);
    cases.forEach(({ depth }, index) => {
      const { plain = Number.NaN, fused = Number.NaN, tensorsLeft } = found[index] ?? {};
      // A sum of `depth` products of numbers around 0, in single precision.
      const mostRounding = 4e-7 * depth;
      expect(plain, JSON.stringify(cases[index])).toBeLessThan(mostRounding);
      expect(fused, JSON.stringify(cases[index])).toBeLessThan(mostRounding);
      expect(tensorsLeft).toBe(0);
    });
  });
}

test('WebGL makes of a batch’s bytes the very values that single precision gives', async ({ page }) => {
  await page.goto('.');
  // The last is scaled otherwise than the one before; sizes go up and down, and one is odd.
  const batches = [400, 13, 500, 400];
  const wrong = await resultOfWorker<WrongValues>(page, 'pictures.worker.ts', batches);
  expect(wrong).toEqual([0, 0, 0, 0]);
});
