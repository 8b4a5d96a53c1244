import { choose, loadDataset, setParameter } from '../../commands/drivePage.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {'WASM' | 'WebGL'} BackendLabel */

/** More steps than any measurement takes; the maximum that the page allows. */
const endless = 100_000;

/**
 * Opens the page in a new tab, and waits until the pictures are ready.
 * @param {Pick<import('../bench.mjs').Bench, 'context' | 'url'>} bench
 * @param {() => void} [script] runs in the page before its own scripts
 * @returns {Promise<Page>}
 */
export async function openApp({ context, url }, script) {
  const page = await context.newPage();
  if (script) await page.addInitScript(script);
  await page.goto(url);
  await loadDataset(page);
  return page;
}

/**
 * Starts a run that continues until it is stopped, and waits for its first step.
 * @param {Page} page
 * @param {{ backend: BackendLabel, network?: string, hiddenUnits?: number, batchSize?: number, maxSteps?: number }} configuration
 */
export async function startRun(
  page,
  { backend, network = 'Two-layer network', hiddenUnits = 120, batchSize = 400, maxSteps = endless },
) {
  await choose(page, 'Backend', backend);
  await choose(page, 'Network', network);
  if (network === 'Two-layer network') await setParameter(page, 'Hidden units', hiddenUnits);
  await setParameter(page, 'Batch size', batchSize);
  await setParameter(page, 'Max steps', maxSteps);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await isTraining(page);
}

/** @param {Page} page */
export async function pauseRun(page) {
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Resume', exact: true }).waitFor({ timeout: 120_000 });
}

/** @param {Page} page */
export async function resumeRun(page) {
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await isTraining(page);
}

/** @param {Page} page */
export async function stopRun(page) {
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByText('Stopped', { exact: true }).waitFor({ timeout: 120_000 });
}

/** @param {Page} page */
async function isTraining(page) {
  const shown = page.getByText(/^(Training|Ended by a fault)$/);
  await shown.first().waitFor({ timeout: 180_000 });
  if (await page.getByText('Ended by a fault', { exact: true }).isVisible()) {
    throw new Error('the run in the page ended by a fault');
  }
}
