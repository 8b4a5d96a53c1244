import { expect, test } from '../../browser/fixtures.ts';
import {
  chooseBackend,
  openTab,
  setParameter,
  shownStep,
  startLongRun,
  waitForStep,
} from '../../browser/page.ts';
import { npzBomb } from '../../fixtures/lyingZip.ts';

test('a small file of weights that asks for gigabytes is refused, and training goes on', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'CPU');
  await setParameter(page, 'Hidden units', '10');
  await setParameter(page, 'Batch size', '50');
  await startLongRun(page, 2);
  await openTab(page, 'Export');
  const buffer = Buffer.from(npzBomb(1_000, 8_000_000));
  await page.getByLabel('Files of weights').setInputFiles({ name: 'bomb.npz', mimeType: '', buffer });
  await expect(page.getByRole('tabpanel', { name: 'Export' }).getByRole('alert')).toHaveText(
    /^bomb\.npz is damaged: .* Nothing was changed\./,
  );
  await waitForStep(page, (await shownStep(page)) + 1, 60_000);
  await page.getByRole('button', { name: 'Stop' }).click();
});

test('a full localStorage: the checkpoint goes to IndexedDB, says so, and is restored from there', async ({
  readyPage: page,
}) => {
  await page.evaluate(() => {
    // Fills what is left, down to the last few thousand characters.
    for (let size = 4_000_000; size > 1_000; size = Math.floor(size / 2)) {
      for (let i = 0; i < 3; i++) {
        try {
          localStorage.setItem(`filler ${size} ${i}`, 'x'.repeat(size));
        } catch {
          break;
        }
      }
    }
  });
  await setParameter(page, 'Max steps', '900');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await waitForStep(page, 2, 60_000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await openTab(page, 'Runs');
  await expect(page.getByText(/did not fit into localStorage, so it is in IndexedDB/)).toBeVisible();
  const list = page.getByRole('list', { name: 'Checkpoints' });
  await expect(list).toContainText('in IndexedDB');
  const step = await page.getByText(/^Step \d+ of 900$/).textContent();

  await page.reload();
  await list.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText(step ?? '', { exact: true })).toBeVisible();
});
