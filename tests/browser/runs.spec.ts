import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readEvents } from '../fixtures/readEvents.ts';
import { expect, test } from './fixtures.ts';
import { expectTraining, openTab, setParameter } from './page.ts';
import { chooseInMenu, runRows } from './runTable.ts';
import { checkpoints } from './savedWeights.ts';

const steps = 120;

test('runs are kept, renamed, compared, reopened, forked, taken to TensorBoard, and deleted', async ({
  readyPage: page,
}) => {
  const table = page.getByRole('table', { name: 'Runs' });
  const rows = runRows(page);

  await test.step('each run is listed by what differs, with its result', async () => {
    await train(page, { 'Hidden units': '30', Seed: '0' });
    await train(page, { 'Hidden units': '60', Seed: '0' });
    await openTab(page, 'Runs');
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText(/^60 units, seed 0.1 checkpoint.*Two-layer network0\.\d{4}–120/);
    await expect(rows.last()).toContainText(/^30 units/);
    await expect(table.getByText(/, 60 hidden units, .*, seed 0\. Run \d{4}-\d\d-\d\d_/)).toBeVisible();
  });

  await test.step('it takes another name, which stays', async () => {
    await chooseInMenu(rows.first(), 'Rename');
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('sixty units');
    await page.keyboard.press('Enter');
    await expect(rows.first().getByRole('button', { name: 'sixty units', exact: true })).toBeVisible();
    await expect(rows.first().getByRole('button', { name: 'More: sixty units' })).toBeFocused();
  });

  await test.step('it takes notes, which stay', async () => {
    await chooseInMenu(rows.first(), 'Notes');
    await page.getByRole('textbox', { name: 'Notes on sixty units' }).fill('wider is better?');
    await page.getByRole('button', { name: 'Keep notes' }).click();
    await expect(rows.first().getByText('wider is better?')).toBeVisible();
  });

  await test.step('the table is sorted by a press on the head of a column, and stays so', async () => {
    const head = table.getByRole('columnheader', { name: 'Run', exact: true });
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'ascending');
    await expect(rows.first()).toContainText(/^30 units/);
    await head.getByRole('button').click();
    await expect(rows.first()).toContainText(/^sixty units/);
    await table.getByRole('button', { name: 'When' }).click();
    await expect(rows.first()).toContainText(/^sixty units/);
  });

  await test.step('ticked runs lie over each other and stand side by side, differences marked', async () => {
    await page.getByRole('checkbox', { name: 'Show in charts: sixty units' }).check();
    await rows.nth(1).getByRole('checkbox').check();
    const comparison = page.getByRole('region', { name: 'Comparison of the ticked runs' });
    await expect(comparison.getByRole('row', { name: /^Hidden units differs/ })).toBeVisible();
    await expect(comparison.getByRole('row', { name: /^Seed 0 0/ })).toBeVisible();
    await expect(comparison.getByRole('row', { name: /^Test accuracy/ }).getByText('best')).toHaveCount(1);
    await expect(page.getByRole('list', { name: 'Loss, compared with' })).toContainText('30 units');
  });

  await test.step('they leave as event files whose every step and histogram can be read', async () => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download for TensorBoard' }).click();
    const files = unzipSync(new Uint8Array(await readFile(await (await downloading).path())));
    expect(Object.keys(files)).toHaveLength(2);
    for (const [path, bytes] of Object.entries(files)) {
      expect(path).toMatch(
        /^(sixty-units_)?two-layer_hidden_units=[36]0_max_steps=120_seed=0_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\/events\.out\.tfevents\.\d+/,
      );
      const events = readEvents(bytes);
      const tens = Array.from({ length: steps / 10 }, (_, index) => 10 * index);
      expect(events.scalars['loss/total']?.map(([step]) => step)).toEqual([...tens, steps - 1]);
      expect(events.scalars.learning_rate?.map(([step]) => step)).toEqual([...tens, steps - 1]);
      expect(events.scalars['accuracy/test']?.map(([step]) => step)).toEqual([steps]);
      expect(events.histograms.logits?.map(({ step }) => step)).toEqual([0, 100, steps - 1]);
      for (const { counts } of events.histograms.logits ?? []) {
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(400 * 10);
      }
      expect(events.nodes.length).toBeGreaterThan(3);
      expect(events.steps).toEqual(events.steps.toSorted((a, b) => a - b));
    }
  });

  await test.step('a press on a run shows it, with its weights; the next visit shows it too', async () => {
    await rows.nth(1).getByRole('button', { name: '30 units, seed 0', exact: true }).click();
    await expect(page.getByText(/^Restored exactly/)).toBeVisible();
    await expect(rows.nth(1)).toHaveAttribute('aria-current', 'true');
    await expect(checkpoints(page)).toContainText([/end of the run; 30 units, seed 0\./]);
    await openTab(page, 'Export');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download weights' }).click();
    await downloading;
    await page.reload();
    await openTab(page, 'Inspect');
    const graph = page.getByRole('list', { name: 'Model graph' });
    await expect(graph).toContainText('weights 3,072 × 30, biases 30');
    await expect(page.getByText(`Step ${steps} of ${steps}`)).toBeVisible();
    await expect(page.getByRole('log', { name: 'Training log' })).toContainText(
      'Step 100, training accuracy',
    );
    await expect(page.getByRole('img', { name: /^Histogram of the logits over 3 steps/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Distribution of the logits over 3 steps/ })).toBeVisible();
  });

  await test.step('an earlier checkpoint with another learning rate makes a fork that names its origin', async () => {
    await openTab(page, 'Runs');
    await checkpoints(page).getByRole('button', { name: 'Restore' }).first().click();
    await expect(page.getByText(/^Restored exactly/)).toBeVisible();
    await setParameter(page, 'Learning rate', '0.0005');
    await setParameter(page, 'Max steps', String(steps + 20));
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(rows).toHaveCount(3);
    await expect(table.getByText(/Forked from 30 units, .* at step 120/)).toBeVisible();
  });

  await test.step('a deleted run is gone, and asked about first; the next row has the focus', async () => {
    const ticked = rows.getByRole('checkbox', { checked: true });
    await expect(ticked).toHaveCount(2);
    await rows
      .first()
      .getByRole('button', { name: /^More: / })
      .press('ArrowDown');
    await expect(rows.first().getByRole('menuitem', { name: 'Rename' })).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete run' }).press('Enter');
    await expect(rows).toHaveCount(2);
    await expect(rows.first().getByRole('checkbox')).toBeFocused();
    await expect(ticked).toHaveCount(2);
  });
});

async function train(page: Page, parameters: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(parameters)) await setParameter(page, name, text);
  await setParameter(page, 'Max steps', String(steps));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expectTraining(page);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
}
