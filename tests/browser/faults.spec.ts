import type { Page, Worker } from '@playwright/test';
import { setMisbehaviour } from '../server/misbehaviour.ts';
import { expect, test } from './fixtures.ts';
import {
  beforeTrainingWorker,
  chooseBackend,
  expectTraining,
  openTab,
  setParameter,
  trainTo,
  waitForEnd,
  waitForStep,
} from './page.ts';
import { checkpointSha256, checkpoints } from './savedWeights.ts';

/** Seconds of training: what strikes after the second step must not find it finished. */
const stepsOnGpu = 60;

test('after a killed tab the next visit goes on from the autosave, to the same weights as a run that was left alone', async ({
  readyPage: page,
}) => {
  const context = page.context();
  const killed = await context.newPage();
  await withFastClock(killed);
  await openWith(killed, 'CPU', 100_000);
  await killed.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => autosaveCount(page), { timeout: 30_000, intervals: [100] }).toBeGreaterThan(0);
  await kill(killed);
  await setMisbehaviour(context, null);

  await page.reload();
  await page.getByRole('button', { name: /^Continue at step/ }).click();
  await expect(page.getByText(/^Restored exactly/)).toBeVisible({ timeout: 60_000 });
  await expectTraining(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  const cutOff = await checkpointSha256(page, 'on Pause');

  const steps = await stepOfNewestCheckpoint(page);
  await trainTo(page, steps);
  expect(await checkpointSha256(page, 'end of the run')).toBe(cutOff);
  expect(await autosaveCount(page)).toBe(0);
});

test('a run survives the loss of its GPU and the death of its worker, and ends with the same weights as one without', async ({
  readyPage: page,
}) => {
  await withContextsToLose(page);
  await openWith(page, 'WebGL', stepsOnGpu);
  await trainTo(page, stepsOnGpu);
  const undisturbed = await checkpointSha256(page, 'end of the run');

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  // Until the run begins, the last step of the one before is shown.
  await expect(page.getByText(`Step ${stepsOnGpu} of ${stepsOnGpu}`)).toHaveCount(0);
  await waitForStep(page, 2, 60_000);
  await trainingWorker(page).evaluate(() => Reflect.get(globalThis, 'loseContexts')());
  await expect(page.getByText(/^GPU lost at step \d+: starting again$/)).toBeVisible();

  await waitForStep(page, 5, 60_000);
  await page.getByRole('button', { name: 'Save checkpoint' }).click();
  await openTab(page, 'Runs');
  await expect(checkpoints(page).filter({ hasText: 'saved by you' })).toHaveCount(1);
  await trainingWorker(page).evaluate(() => {
    setTimeout(() => {
      throw new Error('out of luck');
    });
  });
  await expect(page.getByText(/^Worker lost at step \d+: going on from step \d+$/)).toBeVisible();
  await waitForEnd(page, stepsOnGpu);
  expect(await checkpointSha256(page, 'end of the run')).toBe(undisturbed);
});

/** A small network, whose steps take milliseconds. */
async function openWith(page: Page, backend: string, maxSteps: number): Promise<void> {
  await page.goto('./');
  await expect(page.getByText(/^CIFAR-10 ready/)).toBeVisible();
  await chooseBackend(page, backend);
  await setParameter(page, 'Hidden units', '16');
  await setParameter(page, 'Batch size', '100');
  await setParameter(page, 'Max steps', String(maxSteps));
}

async function stepOfNewestCheckpoint(page: Page): Promise<number> {
  await openTab(page, 'Runs');
  const title = await checkpoints(page).first().getByText(/^Step/).first().textContent();
  return Number(/^Step ([\d,]+)/.exec(title ?? '')?.[1]?.replaceAll(',', ''));
}

/** The tab's process ends in the middle of whatever it does. */
async function kill(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  void session.send('Page.crash').catch(() => {});
  await crashed;
  await page.close();
}

function autosaveCount(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('cifar-10-autosaves')) return 0;
    return new Promise<number>((resolve, reject) => {
      const opening = indexedDB.open('cifar-10-autosaves');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const counting = opening.result.transaction('autosaves').objectStore('autosaves').count();
        counting.onsuccess = () => {
          opening.result.close();
          resolve(counting.result);
        };
      };
    });
  });
}

/** The training worker's clock runs ahead, so that the 15 seconds between two autosaves are one and a half. */
function withFastClock(page: Page): Promise<void> {
  const clock = `
    const now = performance.now.bind(performance);
    performance.now = () => 10 * now();`;
  return beforeTrainingWorker(page, clock);
}

/** The training worker remembers its GPU contexts, so that a test can take them away as a reset of the GPU would. */
function withContextsToLose(page: Page): Promise<void> {
  const memory = `
    const contexts = [];
    const getContext = OffscreenCanvas.prototype.getContext;
    OffscreenCanvas.prototype.getContext = function (...settings) {
      contexts.push(getContext.apply(this, settings));
      return contexts.at(-1);
    };
    globalThis.loseContexts = () => {
      for (const context of contexts) context?.getExtension('WEBGL_lose_context')?.loseContext();
    };`;
  return beforeTrainingWorker(page, memory);
}

function trainingWorker(page: Page): Worker {
  const worker = page.workers().find((candidate) => candidate.url().includes('trainer.worker'));
  if (!worker) throw new Error('there is no training worker');
  return worker;
}
