import type { Locator } from '@playwright/test';
import { chooseBackend, expect, setParameter, test } from './fixtures.ts';

test('what the network takes for what: the matrix, and the images behind a cell', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await setParameter(page, 'Max steps', '60');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });

  await page.getByText('Confusion matrix and mistakes').click();
  const matrix = page.getByRole('region', { name: 'Confusion matrix' });
  await expect(matrix).toBeVisible();
  await expect(page.getByText('Step 60, 10,000 test images')).toBeVisible();
  const rows = matrix.locator('tbody tr');
  await expect(rows).toHaveCount(10);
  for (const row of await rows.all()) expect(await sumOf(row)).toBe(1_000);
  // The run has evaluated itself at its end: its matrix shows nothing more.
  await expect(page.getByText(/this run has looked at them once\./)).toBeVisible();

  const cell = matrix.getByRole('button', { name: /of class \w+ taken for/ }).first();
  await cell.click();
  const name = (await cell.getAttribute('aria-label'))?.replace(/^[\d,]+ of class /, '') ?? '';
  const images = page.getByRole('region', { name });
  await expect(images.getByRole('img').first()).toBeVisible();
  await expect(images.getByRole('list', { name: 'Probabilities' }).first().getByRole('listitem')).toHaveCount(
    10,
  );
  await expect(page.getByRole('region', { name: 'Surest mistakes' }).getByRole('img')).toHaveCount(12);
});

async function sumOf(row: Locator): Promise<number> {
  const texts = await row.locator('td').allTextContents();
  // The last is the recall.
  return texts.slice(0, -1).reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
}
