import { expect, type Page } from '@playwright/test';
import { setParameter } from '../../commands/drivePage.mjs';
import { setMisbehaviour } from '../server/misbehaviour.ts';

/* What a person does on the page, by role and name. */

export { choose as chooseOption, loadDataset, openTab, setParameter } from '../../commands/drivePage.mjs';

/** Chooses a backend by what its option begins with: WebGL, WebGPU, WASM, CPU. */
export async function chooseBackend(page: Page, title: string): Promise<void> {
  const backend = page.getByRole('combobox', { name: 'Backend' });
  const option = backend.getByRole('option').filter({ hasText: new RegExp(`^${title}:`) });
  await backend.selectOption({ label: (await option.textContent()) ?? '' });
}

/** Waits until the run has come to a step, or past it. */
export async function waitForStep(page: Page, step: number, timeout: number): Promise<void> {
  await expect.poll(() => shownStep(page), { timeout, intervals: [250] }).toBeGreaterThanOrEqual(step);
}

/** Trains to the end of so many steps. */
export async function trainTo(page: Page, steps: number): Promise<void> {
  await setParameter(page, 'Max steps', steps);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await waitForEnd(page, steps);
}

/** Starts a run that goes on as long as the test, and waits until it has come to a step. */
export async function startLongRun(page: Page, step: number): Promise<void> {
  await setParameter(page, 'Max steps', 100_000);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await waitForStep(page, step, 60_000);
}

/** Waits until the page says that the run trains; the charts’ legends have the same word. */
export async function expectTraining(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^Training$/ })).toBeVisible();
}

/** Waits until the run has come to its end, with all that follows the last step. */
export async function waitForEnd(page: Page, steps: number): Promise<void> {
  const figure = steps.toLocaleString('en-US');
  await expect(page.getByText(`Step ${figure} of ${figure}`)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 30_000 });
}

/** The last step that the page says is done. */
export async function shownStep(page: Page): Promise<number> {
  const text = await page.getByText(/^Step [\d,]+ of [\d,]+$/).textContent();
  return Number(/^Step ([\d,]+) of/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}

/** A script that runs in the training worker before its own. */
export async function beforeTrainingWorker(page: Page, script: string): Promise<void> {
  await setMisbehaviour(page.context(), {
    kind: 'puts a script first',
    at: '/assets/trainer.worker-',
    script,
  });
}
