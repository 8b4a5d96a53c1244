import { readFile } from 'node:fs/promises';
import { decode } from 'fast-png';
import { expect, test } from './fixtures.ts';
import { chooseBackend, openTab, setParameter, trainTo } from './page.ts';

test('a result is shared as a picture card, and as a link that opens the configuration with the accuracy to beat', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await setParameter(page, 'Hidden units', '16');
  await trainTo(page, 20);
  const result = await page
    .getByRole('status')
    .filter({ hasText: /^Test accuracy 0/ })
    .textContent();
  const percent = `${(100 * Number(result?.replace('Test accuracy ', ''))).toFixed(1)} %`;
  await openTab(page, 'Export');
  await page.getByRole('button', { name: 'Save picture card' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this result' });
  const card = dialog.getByRole('img', {
    name: new RegExp(`${percent} of 10,000 unseen pictures right\\. .*12 of the first layer’s 16 units`),
  });
  await expect(card).toBeVisible();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as PNG' }).click();
  const { width, height, data, channels } = decode(await readFile(await (await downloading).path()));
  expect([width, height]).toEqual([1200, 630]);
  expect(coloursIn(data, channels)).toBeGreaterThan(1_000);
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect(dialog.getByRole('status')).toHaveText(/^(Link copied|The link is selected)/);
  const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Save picture card' })).toBeFocused();

  const other = await page.context().newPage();
  await other.goto(link);
  const hiddenUnits = other.getByRole('spinbutton', { name: 'Hidden units' });
  const target = other.getByText(`Beat ${percent} test accuracy.`);
  await expect(target).toBeVisible();
  await expect(hiddenUnits).toHaveValue('16');
  await expect(other.getByRole('spinbutton', { name: 'Max steps' })).toHaveValue('20');
  expect(other.url()).not.toContain('#');

  await setParameter(other, 'Hidden units', '17');
  await other.reload();
  await expect(target, 'it outlives a reload').toBeVisible();
  await expect(hiddenUnits, 'and a link is opened once').toHaveValue('17');
  await other.goto(`${link}0001`);
  await expect(other.getByText(/^The link opens a configuration .* replaces your values/)).toBeVisible();
  await other.getByRole('button', { name: 'Keep mine' }).click();
  await expect(hiddenUnits).toHaveValue('17');
  await other.getByRole('button', { name: 'Dismiss the accuracy to beat' }).click();
  await expect(target).toHaveCount(0);
  await other.goto(link.replace('v=1', 'v=2'));
  await expect(other.getByRole('alert')).toContainText('It was made by a newer version of this page.');
  await other.close();
});

/** How many different colours there are. */
function coloursIn(data: ArrayLike<number>, channels: number): number {
  const colours = new Set<number>();
  for (let index = 0; index < data.length; index += channels) {
    colours.add(((data[index] ?? 0) << 16) | ((data[index + 1] ?? 0) << 8) | (data[index + 2] ?? 0));
  }
  return colours.size;
}
