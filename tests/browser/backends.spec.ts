import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { decodeCheckpoint } from '../../src/checkpoint/codec.ts';
import { expect, test } from './fixtures.ts';
import { chooseBackend, expectTraining, openTab, setParameter, waitForStep } from './page.ts';
import { chooseInMenu } from './runTable.ts';

/** A step of this takes plain JavaScript a few dozen milliseconds. */
async function chooseSmallNetwork(page: Page): Promise<void> {
  await setParameter(page, 'Batch size', '50');
  await setParameter(page, 'Hidden units', '4');
  await setParameter(page, 'Max steps', '5000');
}

/** The weights of the checkpoint of this step, out of the file that the page hands over. */
async function weightsAt(page: Page, step: number): Promise<unknown> {
  await openTab(page, 'Runs');
  const row = page
    .getByRole('list', { name: 'Checkpoints' })
    .getByRole('listitem')
    .filter({ hasText: `Step ${step},` })
    .first();
  const downloading = page.waitForEvent('download');
  await chooseInMenu(row, 'Download file');
  const file = await (await downloading).path();
  return decodeCheckpoint(new Uint8Array(await readFile(file)), 'exported').weights.map(
    ({ name, values }) => [name, [...values]],
  );
}

test('a run goes on from the same weights on another backend, paused and in the middle of training', async ({
  readyPage: page,
}) => {
  await chooseSmallNetwork(page);
  await chooseBackend(page, 'WASM');
  await test.step('where it is paused, they are the same to the last bit', () => moveWhilePaused(page));
  await test.step('where it trains', () => moveWhileTraining(page));
});

async function moveWhileTraining(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Resume' }).click();
  await waitForStep(page, 10, 60_000);
  const log = page.getByRole('log', { name: 'Training log' });

  let reached = 10;
  for (const [from, to] of [
    ['WebGL', 'WASM'],
    ['WASM', 'CPU'],
  ] as const) {
    await chooseBackend(page, to);
    await expect(log).toContainText(`Backend changed from ${from} to ${to} at step`);
    const step = Number(
      new RegExp(`from ${from} to ${to} at step (\\d+)`).exec((await log.textContent()) ?? '')?.[1],
    );
    expect(step).toBeGreaterThanOrEqual(reached);
    await waitForStep(page, step + 5, 60_000);
    await expectTraining(page);
    await expect(page.getByText(new RegExp(`^Backend: ${to}[ ,]`))).toBeVisible();
    expect(await relativeDifference(page)).toBeLessThan(1e-5);
    reached = step + 5;
  }
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
}

/** How far apart the two backends see the loss of the next batch, as the page says it. */
async function relativeDifference(page: Page): Promise<number> {
  const proof = (await page.getByText(/^Restored/).textContent()) ?? '';
  if (proof.startsWith('Restored exactly')) return 0;
  return Number(/relative difference ([\d.e+-]+)\)/.exec(proof)?.[1]);
}

async function moveWhilePaused(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  const before = await weightsAt(page, 1);
  await chooseBackend(page, 'WebGL');
  await expect(page.getByText(/^Backend: WebGL/)).toBeVisible();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Save checkpoint' }).click();
  await expect(page.getByRole('list', { name: 'Checkpoints' }).getByRole('listitem')).toHaveCount(2);
  expect(await weightsAt(page, 1)).toEqual(before);
}

test('all backends are measured side by side, the fastest is marked, and one can be picked', async ({
  readyPage: page,
}) => {
  await test.step('WebGPU that the browser does not give is refused with the reason, and what is there stays', async () => {
    await chooseBackend(page, 'WebGPU');
    await expect(page.getByRole('alert')).toContainText('WebGPU is not available here');
    await expect(page.getByRole('combobox', { name: 'Backend' })).toHaveValue('auto');
  });
  await test.step('measuring can be cancelled', async () => {
    await page.getByRole('button', { name: 'Measure backends' }).click();
    await page.getByRole('button', { name: 'Cancel measuring' }).click();
    await expect(page.getByRole('button', { name: 'Measure backends' })).toBeVisible();
    await expect(page.getByRole('table', { name: 'Measured backends' })).toBeHidden();
  });

  await chooseSmallNetwork(page);
  await page.getByRole('button', { name: 'Measure backends' }).click();
  await expect(page.getByText(/^Measuring \w+, \d of 4…$/)).toBeVisible();
  // A press that waits for no one: Playwright's own would wait until the button may be pressed.
  await page.getByRole('button', { name: 'Train', exact: true }).click({ force: true });
  await expect(page.getByRole('region', { name: 'Train', exact: true })).toContainText(
    'The backends are being measured: wait until that is done',
  );
  const table = page.getByRole('table', { name: 'Measured backends' });
  await expect(page.getByRole('button', { name: 'Measure backends' })).toBeVisible({ timeout: 120_000 });
  for (const name of ['WebGL', 'WASM', 'CPU']) {
    const row = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
    await expect(row).toContainText(/\d\.\d|\d{3}/);
  }
  await expect(table.getByRole('row', { name: /WebGPU/ })).toContainText('WebGPU is not available here');
  await expect(table.getByText('fastest', { exact: true })).toHaveCount(1);
  await table.getByRole('button', { name: 'Use CPU' }).click();
  await expect(page.getByRole('combobox', { name: 'Backend' })).toHaveValue('cpu');
});
