import { expect, type Page } from '@playwright/test';

/* What a person does on the page, by role and name. */

/** Downloads CIFAR-10 as a person would, unless it is stored already. */
export async function loadDataset(page: Page): Promise<void> {
  const ready = page.getByText('CIFAR-10 ready: 50,000 training and 10,000 test images');
  const download = page.getByRole('button', { name: 'Download CIFAR-10' });
  await expect(ready.or(download)).toBeVisible();
  if (await download.isVisible()) await download.click();
  await expect(ready).toBeVisible({ timeout: 120_000 });
}

/** Fills a field and leaves it, as a person would. */
export async function setParameter(page: Page, name: string, text: string): Promise<void> {
  const field = page.getByRole('spinbutton', { name });
  await field.fill(text);
  await field.blur();
}

/** Chooses the option that begins so. */
export async function chooseOption(page: Page, name: string, beginning: string): Promise<void> {
  const box = page.getByRole('combobox', { name });
  const labels = await box.getByRole('option').allTextContents();
  await box.selectOption({ label: labels.find((label) => label.startsWith(beginning)) ?? beginning });
}

/** Chooses a backend by what its option begins with: WebGL, WebGPU, WASM, CPU. */
export async function chooseBackend(page: Page, title: string): Promise<void> {
  const backend = page.getByRole('combobox', { name: 'Backend' });
  const option = backend.getByRole('option').filter({ hasText: new RegExp(`^${title}:`) });
  await backend.selectOption({ label: (await option.textContent()) ?? '' });
}

/** Waits until the run has come to a step, or past it. */
export async function waitForStep(page: Page, step: number, timeout: number): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout, intervals: [250] }).toBeGreaterThanOrEqual(step);
}

/** Trains to the end of so many steps. */
export async function trainTo(page: Page, steps: number): Promise<void> {
  await setParameter(page, 'Max steps', String(steps));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await finished(page, steps);
}

/** Waits until the run has come to its end, with all that follows the last step. */
export async function finished(page: Page, steps: number): Promise<void> {
  const figure = steps.toLocaleString('en-US');
  await expect(page.getByText(`Step ${figure} of ${figure}`)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 30_000 });
}

async function stepOf(page: Page): Promise<number> {
  const text = await page.getByText(/^Step [\d,]+ of [\d,]+$/).textContent();
  return Number(/^Step ([\d,]+) of/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}
