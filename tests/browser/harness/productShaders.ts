import { expect, test } from '../fixtures.ts';
import { resultOfWorker } from './bundledWorker.ts';
import type { ProductCase, ProductDifferences } from './products.worker.ts';

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

/** A test that WebGL's matrix products are those of plain JavaScript, as cut up for such a machine. */
export function productsAreThoseOfJavaScript(machine: string, isSoftware: boolean): void {
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
