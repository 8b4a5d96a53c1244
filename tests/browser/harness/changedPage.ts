import type { Page } from '@playwright/test';
import { letChange } from '../../fixtures/changedByOthers.ts';
import { expect } from '../fixtures.ts';
import { chooseBackend, loadDataset, setParameter, shownStep, startLongRun, waitForEnd } from '../page.ts';
import { renderedTexts } from './renderedTexts.ts';

/** Opens the page anew, with these programs of others in it from before its own scripts on. */
export async function openChanged(page: Page, ...programs: (() => void)[]): Promise<void> {
  for (const program of programs) await letChange(page, program);
  await page.reload();
  await loadDataset(page);
  await chooseBackend(page, 'WASM');
  await setParameter(page, 'Batch size', 50);
}

/** What a person mistypes, and types again. */
export async function correctNumber(page: Page): Promise<void> {
  const problem = page.getByText('is not a number');
  await setParameter(page, 'Hidden units', 'abc');
  await expect(problem).toBeVisible();
  await setParameter(page, 'Hidden units', 8);
  await expect(problem).toHaveCount(0);
}

/** To the end of 300 steps after a pause. */
export async function trainInTwoParts(page: Page): Promise<void> {
  await startLongRun(page, 20);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  const last = (await shownStep(page)) + 300;
  await setParameter(page, 'Max steps', last);
  await page.getByRole('button', { name: 'Resume' }).click();
  await waitForEnd(page, last);
}

/** No text is older than what React has rendered, and none could become so. */
export async function expectUpToDate(page: Page): Promise<void> {
  const { protectedCount, unprotected, outdated } = await renderedTexts(page);
  expect(protectedCount).toBeGreaterThan(100);
  expect(unprotected).toEqual([]);
  expect(outdated).toEqual([]);
}
