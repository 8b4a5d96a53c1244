import { expect, test } from '../../browser/fixtures.ts';
import { chooseBackend, openTab, setParameter, shownStep, waitForStep } from '../../browser/page.ts';
import { npzBomb } from '../../fixtures/lyingZip.ts';

test('a small file of weights that asks for gigabytes is refused, and training goes on', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'CPU');
  await setParameter(page, 'Hidden units', '10');
  await setParameter(page, 'Batch size', '50');
  await setParameter(page, 'Max steps', '100000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await waitForStep(page, 2, 60_000);
  await openTab(page, 'Export');
  const buffer = Buffer.from(npzBomb(1_000, 8_000_000));
  await page.getByLabel('Files of weights').setInputFiles({ name: 'bomb.npz', mimeType: '', buffer });
  await expect(page.getByRole('tabpanel', { name: 'Export' }).getByRole('alert')).toHaveText(
    /^bomb\.npz is damaged: .* Nothing was changed\./,
  );
  await waitForStep(page, (await shownStep(page)) + 1, 60_000);
  await page.getByRole('button', { name: 'Stop' }).click();
});
