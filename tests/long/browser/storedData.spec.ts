import type { Page } from '@playwright/test';
import { expect, test } from '../../browser/fixtures.ts';
import {
  chooseBackend,
  expectTraining,
  loadDataset,
  openTab,
  setParameter,
  startLongRun,
  trainTo,
} from '../../browser/page.ts';
import { runRows } from '../../browser/runTable.ts';
import { checkpoints } from '../../browser/savedWeights.ts';

const cleared = /^What the browser stored for this page was cleared/;

test('databases that another tab deletes are missed, and the paused run is stored again', async ({
  readyPage: page,
  profile,
}) => {
  await setParameter(page, 'Hidden units', '8');
  await trainTo(page, 30);
  await openTab(page, 'Runs');
  await expect(checkpoints(page)).toHaveCount(1);
  const title = await checkpoints(page).first().textContent();

  const other = await profile.newPage();
  await other.goto('/blank');
  await other.evaluate(async () => {
    localStorage.clear();
    for (const name of ['cifar-10-checkpoints', 'cifar-10-runs']) {
      await new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
      });
    }
  });
  await other.close();

  await expect(page.getByText(cleared)).toContainText('Nothing that this page lists is gone.');
  await expect(page.getByText(cleared)).toHaveCount(1);
  await page.reload();
  await expect(checkpoints(page)).toHaveText([title ?? '']);
  await expect(runRows(page)).toHaveCount(1);
  await checkpoints(page).first().getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText(/^Restored exactly/)).toBeVisible({ timeout: 30_000 });
});

test('site data that is cleared while a run trains costs what was stored, but not the run', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'CPU');
  await setParameter(page, 'Hidden units', '8');
  await setParameter(page, 'Batch size', '50');
  await startLongRun(page, 10);
  await clearSiteData(page);

  await expect(page.getByText(cleared)).toContainText('Gone: CIFAR-10. The run goes on');
  await expectTraining(page);
  await expect(page.getByRole('region', { name: 'Data' })).toContainText(
    'CIFAR-10 is not in this browser yet',
  );
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText(cleared)).toHaveCount(0);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await openTab(page, 'Runs');
  await expect(checkpoints(page)).toHaveCount(1);
  // For the tests after this one.
  await loadDataset(page);
});

async function clearSiteData(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.detach();
}
