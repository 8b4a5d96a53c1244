import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { beforeTrainingWorker, chooseBackend, openTab, setParameter, shownStep } from '../page.ts';
import { unfoldUntil } from '../runTable.ts';
import { checkpointSha256, checkpoints } from '../savedWeights.ts';

interface HeavyStep {
  readonly backend: 'WASM' | 'WebGL';
  /** Of a network of 2,048 hidden units. */
  readonly batchSize: number;
}

const maxSteps = 100_000;

/** The trainer's clock runs that many times as fast, so that a step takes seconds by it, whatever the machine. */
const clockRate = 30;
const fastClock = `
  const now = performance.now.bind(performance);
  performance.now = () => ${clockRate} * now();
`;

/** Pauses a run in the middle of a step, takes that step, and compares the weights with those of a run that was not paused. */
export function pausesWithinStep({ backend, batchSize }: HeavyStep): void {
  test(`on ${backend} a run of days is announced, Pause is answered in the middle of a step, and the step is the same when it is computed again`, async ({
    readyPage: page,
  }) => {
    await beforeTrainingWorker(page, fastClock);
    test.slow();
    await choose(page, { backend, batchSize });
    if (backend === 'WASM')
      await expect(page.getByText(/a run takes about \d+ (days|months)/i)).toBeVisible();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByText(/^Training: the current step has taken \d+ s so far$/)).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByText(/elapsed, .* left$/)).toBeVisible();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expectPaused(page);
    const step = (await shownStep(page)) + 1;
    await takeStep(page, step);
    await openTab(page, 'Runs');
    await expect(rowsOf(page, step)).toHaveCount(1);
    const afterPause = await checkpointSha256(page, `Step ${step},`);

    await page.reload();
    await choose(page, { backend, batchSize });
    for (let next = 1; next <= step; next += 1) await takeStep(page, next);
    await openTab(page, 'Runs');
    await unfoldUntil(page, rowsOf(page, step), 2);
    expect(await checkpointSha256(page, `Step ${step},`)).toBe(afterPause);
  });
}

async function takeStep(page: Page, step: number): Promise<void> {
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByText(`Step ${step} of 100,000`, { exact: true })).toBeVisible({ timeout: 60_000 });
  await expectPaused(page);
}

function rowsOf(page: Page, step: number) {
  return checkpoints(page).filter({ hasText: `Step ${step},` });
}

async function choose(page: Page, { backend, batchSize }: HeavyStep): Promise<void> {
  await chooseBackend(page, backend);
  await setParameter(page, 'Hidden units', 2_048);
  await setParameter(page, 'Batch size', batchSize);
  await setParameter(page, 'Max steps', maxSteps);
}

async function expectPaused(page: Page): Promise<void> {
  await expect(page.getByText('Paused', { exact: true })).toBeVisible({ timeout: 60_000 });
}
