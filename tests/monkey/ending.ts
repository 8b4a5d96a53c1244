import { expect, type Page } from '@playwright/test';
import { chooseBackend, loadDataset, openTab, waitForEnd } from '../browser/page.ts';
import { unfoldAll } from '../browser/runTable.ts';
import { checkpoints } from '../browser/savedWeights.ts';
import { chooseSmallSettings } from './actions.ts';
import type { Tabs } from './tabs.ts';

/** A run with huge settings is stopped behind its present step, which may take long. */
const stopLimit = { timeout: 120_000 };

/** Whatever was done before: what runs is stopped, and a checkpoint is restored exactly. */
export async function stopAndRestore(tabs: Tabs): Promise<void> {
  await tabs.closeOthers();
  const page = tabs.current();
  await closeDialogs(page);
  await loadDataset(page);
  await stop(page);
  await openTab(page, 'Runs');
  await unfoldAll(page);
  if ((await restorable(page).count()) === 0) {
    await chooseSmallSettings(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await waitForEnd(page, 80);
  }
  const proof = page.getByText(/^Restored(:| exactly)/);
  await restoreFirst(page);
  await expect(proof).toBeVisible(stopLimit);
  // Where it was saved on another backend, the page names that.
  const [, savedOn] = /It was saved on (\w+) and/.exec((await proof.textContent()) ?? '') ?? [];
  if (savedOn) {
    await chooseBackend(page, savedOn);
    await page.reload();
    await loadDataset(page);
    await openTab(page, 'Runs');
    await unfoldAll(page);
    await restoreFirst(page);
  }
  await expect(page.getByText(/^Restored exactly/)).toBeVisible(stopLimit);
}

async function restoreFirst(page: Page): Promise<void> {
  await restorable(page).first().getByRole('button', { name: 'Restore' }).click();
}

/** Not opened from a file of another program's. */
function restorable(page: Page) {
  return checkpoints(page).filter({ hasNotText: /opened from|Unreadable/ });
}

async function closeDialogs(page: Page): Promise<void> {
  const open = page.locator('dialog:modal');
  while ((await open.count()) > 0) await page.keyboard.press('Escape');
}

/** The sweep is paused, if one runs; else the run is stopped. */
async function stop(page: Page): Promise<void> {
  await openTab(page, 'Search');
  const pauseSweep = page.getByRole('button', { name: 'Pause sweep' });
  if (await pauseSweep.isVisible()) await pauseSweep.click();
  const stopping = page.getByRole('button', { name: 'Stop', exact: true, disabled: false });
  if (await stopping.isVisible()) await stopping.click();
  const atRest = /^(|Paused|Stopped|Finished|Ended by a fault|Diverged by step [\d,]+|An earlier run[.,].*)$/;
  const activity = page.locator('.run-progress-line').getByRole('status').nth(1);
  await expect(activity).toHaveText(atRest, stopLimit);
}
