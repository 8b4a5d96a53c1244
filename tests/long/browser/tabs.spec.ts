import type { Page } from '@playwright/test';
import { expect, test } from '../../browser/fixtures.ts';
import { continueIn, openBeside, takeOverAtOnce, wasSilent } from '../../browser/harness/severalTabs.ts';
import {
  chooseBackend,
  expectTraining,
  openTab,
  setParameter,
  startLongRun,
  trainTo,
  waitForEnd,
} from '../../browser/page.ts';
import { checkpointSha256, checkpoints } from '../../browser/savedWeights.ts';

async function trainIn(tab: Page): Promise<void> {
  await chooseBackend(tab, 'WASM');
  await setParameter(tab, 'Hidden units', '30');
  await startLongRun(tab, 20);
}

test('two tabs ask for a third one’s run: the last to ask has it, and the weights are those of a single tab', async ({
  readyPage: first,
  profile,
}) => {
  const others = await openBeside(profile, 2);
  const startAgain = async (tab: Page) => {
    await chooseBackend(tab, 'WASM');
    await setParameter(tab, 'Hidden units', '8');
    await setParameter(tab, 'Seed', '7');
  };
  await startAgain(first);
  await startLongRun(first, 20);

  const second = await takeOverAtOnce(others);
  await expect(first.getByText('Paused', { exact: true })).toBeVisible();
  await continueIn(second);

  const third = await takeOverAtOnce([first, ...others].filter((tab) => tab !== second));
  await expect(second.getByText('Paused', { exact: true })).toBeVisible();
  const steps = 20 + (await newestStep(third));
  await continueIn(third, steps);
  await waitForEnd(third, steps);
  const sha256 = await checkpointSha256(third, 'end of the run');

  for (const tab of others) expect(await wasSilent(tab)).toBe(false);
  await startAgain(third);
  await trainTo(third, steps);
  expect(await checkpointSha256(third, 'end of the run')).toBe(sha256);
  for (const tab of others) await tab.close();
});

test('four tabs: whoever has the run hears all others, again and again', async ({
  readyPage: first,
  profile,
}) => {
  const others = await openBeside(profile, 3);
  const tabs = [first, ...others];
  await trainIn(first);
  let holder = first;
  for (let round = 0; round < 5; round += 1) {
    const before = holder;
    holder = await takeOverAtOnce(tabs.filter((tab) => tab !== before));
    await expect(before.getByText('Paused', { exact: true })).toBeVisible();
    await continueIn(holder);
    for (const tab of tabs.filter((other) => other !== holder)) {
      await expect(tab.getByRole('status').filter({ hasText: /^Training$/ })).toHaveCount(0);
    }
  }
  for (const tab of others) expect(await wasSilent(tab)).toBe(false);
  for (const tab of others) await tab.close();
});

test('the tab that trains is closed while it is asked: the other has its place, and goes on with its run', async ({
  profile,
  readyPage: second,
}) => {
  const [first] = await openBeside(profile, 1);
  if (!first) throw new Error('there is no other tab');
  await trainIn(first);
  await first.getByRole('button', { name: 'Save checkpoint' }).click();
  await openTab(second, 'Runs');
  await expect(checkpoints(second)).toHaveCount(1);
  await second.getByRole('button', { name: 'Take over' }).click();
  await first.close();
  await expect(second.getByText(/^(Another tab|The other tab|Asking)/)).toHaveCount(0);
  await continueIn(second);
});

test('the tab that asks is closed: the one that trained pauses, and may train on', async ({
  readyPage: first,
  profile,
}) => {
  const [second] = await openBeside(profile, 1);
  if (!second) throw new Error('there is no other tab');
  await trainIn(first);
  await second.getByRole('button', { name: 'Take over' }).click();
  await second.close();
  const pause = first.getByRole('button', { name: 'Pause' });
  if (await pause.isEnabled()) await pause.click();
  await expect(first.getByText('Paused', { exact: true })).toBeVisible();
  await expect(first.getByText(/^Another tab/)).toHaveCount(0);
  await first.getByRole('button', { name: 'Resume' }).click();
  await expectTraining(first);
});

test('a tab that hangs while it trains is robbed, and saves what it has when it answers again', async ({
  readyPage: first,
  profile,
}) => {
  const [second] = await openBeside(profile, 1);
  if (!second) throw new Error('there is no other tab');
  await trainIn(first);
  await expect(second.getByRole('button', { name: 'Take over', exact: true })).toBeVisible();
  const hanging = hang(first);
  await second.getByRole('button', { name: 'Take over', exact: true }).click();
  await second.getByRole('button', { name: 'Take over by force' }).click();
  await expect(second.getByText(/^(Another tab|The other tab|Asking)/)).toHaveCount(0);
  await expect(checkpoints(second)).toHaveCount(0);

  await hanging;
  await expect(first.getByText(/^Another tab took over by force/).first()).toBeVisible({ timeout: 60_000 });
  await expect(first.getByText('Paused', { exact: true })).toBeVisible();
  // It may have passed 1,000 steps, where one is due, too.
  await expect(checkpoints(second)).not.toHaveCount(0);
  const saved = (await checkpoints(second).first().textContent()) ?? '';
  const step = await first.getByText(/^Step [\d,]+ of/).textContent();
  expect(`${step?.split(' of')[0]},`).toBe(/^Step [\d,]+,/.exec(saved)?.[0]);
  await continueIn(second);
  await second.close();
});

/** The thread of the page is busy with something else for a while; its worker is not. */
function hang(tab: Page): Promise<void> {
  return tab.evaluate((ms) => {
    const endAt = performance.now() + ms;
    while (performance.now() < endAt);
  }, 20_000);
}

async function newestStep(tab: Page): Promise<number> {
  await openTab(tab, 'Runs');
  const text = await checkpoints(tab).first().textContent();
  return Number(/^Step ([\d,]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}
