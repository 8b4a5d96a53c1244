import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { openBrowser } from '../ownBrowser.ts';
import {
  chooseBackend,
  openTab,
  setParameter,
  shownStep,
  trainTo,
  waitForEnd,
  waitForStep,
} from '../page.ts';
import { checkpointSha256 } from '../savedWeights.ts';
import { withStoredProfile } from '../storedProfile.ts';
import { serviceWorkerActive, takeVersion, versionOf } from '../takenVersion.ts';
import { startPlainHost } from './plainHost.ts';
import type { VersionName } from './versions.ts';

/** Declares the test. @param other is published, and taken by another tab, while the tab that has `own` trains */
export function trainsOnWithItsOwn(own: VersionName, other: VersionName): void {
  test(`a tab trains on with the ${own} version, and all parts of it, after another tab has taken the ${other}`, async ({
    launchOptions,
    baseURL,
  }) => {
    const host = await startPlainHost('/');
    host.publish(own);
    await withStoredProfile(async (folder) => {
      const proxied = { ...launchOptions, proxy: { server: host.url } };
      const { page, profile } = await openBrowser(folder, { launchOptions: proxied, baseURL });
      await serviceWorkerActive(page);
      await chooseBackend(page, 'WASM');
      await setParameter(page, 'Hidden units', '8');
      await setParameter(page, 'Max steps', '100000');
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await waitForStep(page, 1, 30_000);
      host.publish(other);
      await takeVersion(profile, other, seesThatAnotherTabTrains);

      await test.step('it replaces a lost worker, and changes its backend', async () => {
        await loseTrainingWorker(page);
        await expect(page.getByText(/^Worker lost at step \d+/)).toBeVisible();
        await page.getByRole('button', { name: 'Pause' }).click();
        await expect(page.getByText('Paused', { exact: true })).toBeVisible();
        // No step is trained there: its numbers would be others.
        for (const backend of ['CPU', 'WASM']) {
          await chooseBackend(page, backend);
          await expect(page.getByText(new RegExp(`^Backend: ${backend}`))).toBeVisible();
        }
      });

      await test.step('it ends with the weights of a run that was left alone', async () => {
        const steps = (await shownStep(page)) + 20;
        await setParameter(page, 'Max steps', steps);
        await page.getByRole('button', { name: 'Resume' }).click();
        await waitForEnd(page, steps);
        const disturbed = await checkpointSha256(page, 'end of the run');
        await trainTo(page, steps);
        expect(await checkpointSha256(page, 'end of the run')).toBe(disturbed);
      });

      await test.step('it downloads what no page had loaded before', async () => {
        const downloading = page.waitForEvent('download');
        await openTab(page, 'Export');
        await page.getByRole('button', { name: 'Download charts' }).click();
        expect((await downloading).suggestedFilename()).toContain('loss');
        expect(await versionOf(page)).toBe(own);
      });
      await profile.close();
    });
    await host.close();
  });
}

async function seesThatAnotherTabTrains(page: Page): Promise<void> {
  await expect(page.getByText(/^Another tab is training\./)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Load it now' })).toBeHidden();
}

async function loseTrainingWorker(page: Page): Promise<void> {
  const worker = page.workers().find((one) => one.url().includes('/assets/trainer.worker-'));
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('something broke');
    });
  });
}
