import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { chooseBackend, loadDataset, openTab, setParameter, startLongRun } from './page.ts';
import { checkpoints } from './savedWeights.ts';

test('one tab trains, the other looks on and takes over', async ({ readyPage: first, profile }) => {
  const second = await profile.newPage();
  await second.goto('./');
  await loadDataset(second);
  // It takes one core, and leaves the other to the tabs.
  for (const tab of [first, second]) await chooseBackend(tab, 'CPU');

  await test.step('the second says that another trains, and does not', async () => {
    await setParameter(first, 'Hidden units', '8');
    await setParameter(first, 'Batch size', '50');
    await startLongRun(first, 20);
    await expect(second.getByText(/^Another tab is training\./)).toBeVisible();
    const trainSection = second.getByRole('region', { name: 'Train' });
    const train = second.getByRole('button', { name: 'Train', exact: true });
    await expect(train).toHaveAttribute('aria-disabled', 'true');
    await train.click({ force: true });
    await expect(trainSection.getByText(/^Another tab is training: wait/)).toBeVisible();
    await expect(second.getByText('Training in another tab; shown as last saved.')).toBeVisible();
  });

  for (const tab of [first, second]) await openTab(tab, 'Runs');
  const listed = checkpoints(second);

  await test.step('it takes over: the first pauses, saves, and says why', async () => {
    await second.getByRole('button', { name: 'Take over' }).click();
    await expect(first.getByText('Paused', { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(first.getByText(/^Another tab has taken over\./)).toBeVisible();
    await expect(listed).toHaveCount(1);
    await expect(second.getByText(/^Another tab/)).toHaveCount(0);
  });

  await test.step('it restores that checkpoint and trains on', async () => {
    await listed.first().getByRole('button', { name: 'Restore' }).click();
    await expect(second.getByText(/^Restored exactly/)).toBeVisible({ timeout: 30_000 });
    const step = await newestStep(second);
    await setParameter(second, 'Max steps', String(step + 20));
    await second.getByRole('button', { name: 'Resume' }).click();
    await expect(second.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
  });

  await test.step('both list the same checkpoints, and the first may train again', async () => {
    await expect(first.getByText(/^Another tab/)).toHaveCount(0);
    const titles = await listed.allTextContents();
    expect(titles).toHaveLength(2);
    await expect(checkpoints(first)).toHaveText(titles);
    await expect(first.getByRole('button', { name: 'Resume' })).toHaveAttribute('aria-disabled', 'false');
  });

  await second.close();
});

async function newestStep(tab: Page): Promise<number> {
  await openTab(tab, 'Runs');
  const text = await checkpoints(tab).first().textContent();
  return Number(/^Step ([\d,]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}
