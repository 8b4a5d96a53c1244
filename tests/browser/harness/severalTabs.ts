import { type BrowserContext, expect, type Page } from '@playwright/test';
import { expectTraining, loadDataset, openTab, setParameter } from '../page.ts';
import { checkpoints } from '../savedWeights.ts';

/* A user with several tabs of the page. */

/** Opens the page in so many further tabs, each of which notes whether it ever says that another one does not answer. */
export async function openBeside(profile: BrowserContext, count: number): Promise<Page[]> {
  const tabs: Page[] = [];
  for (let opened = 0; opened < count; opened += 1) {
    const tab = await profile.newPage();
    await tab.goto('./');
    await loadDataset(tab);
    await openTab(tab, 'Runs');
    await tab.evaluate(noteSilence);
    tabs.push(tab);
  }
  return tabs;
}

function noteSilence(): void {
  Reflect.set(self, 'wasSilent', false);
  new MutationObserver(() => {
    const isSilent = document.body.textContent.includes('The other tab does not answer');
    if (isSilent) Reflect.set(self, 'wasSilent', true);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

export function wasSilent(tab: Page): Promise<boolean> {
  return tab.evaluate(() => Reflect.get(self, 'wasSilent') === true);
}

/** Presses `Take over` in all tabs at once. Returns the one that has the run's place in the end; the others are told that they have not. */
export async function takeOverAtOnce(tabs: readonly Page[]): Promise<Page> {
  const buttons = tabs.map((tab) => tab.getByRole('button', { name: 'Take over', exact: true }));
  for (const button of buttons) await expect(button).toBeVisible();
  await Promise.all(buttons.map((button) => button.click()));
  await expect
    .poll(async () => (await settledPlaces(tabs)).length, { timeout: 60_000, intervals: [100] })
    .toBe(1);
  const [winner] = await settledPlaces(tabs);
  if (!winner) throw new Error('no tab has the place any more');
  return winner;
}

/** The tabs that do not say that another one has the place; none as long as one asks for it: the first to ask may have it for a moment. */
async function settledPlaces(tabs: readonly Page[]): Promise<Page[]> {
  const count = (tab: Page, text: RegExp) => tab.getByText(text).count();
  const asking = await Promise.all(tabs.map((tab) => count(tab, /^(Asking the other|The other tab)/)));
  const told = await Promise.all(tabs.map((tab) => count(tab, /^(Another tab|A third tab)/)));
  return asking.some((found) => found > 0) ? [] : tabs.filter((_, index) => told[index] === 0);
}

/** Restores the newest checkpoint, and trains on. */
export async function continueIn(tab: Page, maxSteps?: number): Promise<void> {
  await openTab(tab, 'Runs');
  await checkpoints(tab).first().getByRole('button', { name: 'Restore' }).click();
  await expect(tab.getByText(/^Restored exactly/)).toBeVisible({ timeout: 30_000 });
  if (maxSteps !== undefined) await setParameter(tab, 'Max steps', String(maxSteps));
  await tab.getByRole('button', { name: 'Resume' }).click();
  if (maxSteps === undefined) await expectTraining(tab);
}
