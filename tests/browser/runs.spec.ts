import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readEvents } from '../fixtures/readEvents.ts';
import { expect, test } from './fixtures.ts';
import { expectTraining, openTab, setParameter } from './page.ts';

const steps = 120;

test('runs are kept, renamed, compared, reopened, forked, taken to TensorBoard, and deleted', async ({
  readyPage: page,
}) => {
  const runs = page.getByRole('list', { name: 'Runs' });

  await test.step('each run is listed by its date and time, with its result', async () => {
    await train(page, { 'Hidden units': '30', Seed: '0' });
    await train(page, { 'Hidden units': '60', Seed: '0' });
    await openTab(page, 'Runs');
    await expect(runs.getByRole('listitem')).toHaveCount(2);
    const row = runs.getByRole('listitem').first();
    await expect(row).toContainText(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d: 0\.\d{4} on the test set/);
    await expect(row).toContainText('seed 0, step 120 / 120');
  });

  await test.step('it takes another name, which stays', async () => {
    const row = runs.getByRole('listitem').first();
    await row.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('sixty units');
    await page.keyboard.press('Enter');
    await expect(runs.getByText(/^sixty units: /)).toBeVisible();
  });

  await test.step('it takes notes, which stay', async () => {
    const row = runs.getByRole('listitem').first();
    await row.getByRole('button', { name: 'Notes' }).click();
    await page.getByRole('textbox', { name: 'Notes on sixty units' }).fill('wider is better?');
    await page.getByRole('button', { name: 'Keep notes' }).click();
    await expect(row.getByText('wider is better?')).toBeVisible();
  });

  await test.step('ticked runs lie over each other and stand side by side, differences marked', async () => {
    await page.getByRole('checkbox', { name: 'Show in charts: sixty units' }).check();
    await runs.getByRole('listitem').nth(1).getByRole('checkbox').check();
    const comparison = page.getByRole('region', { name: 'Comparison of the ticked runs' });
    await expect(comparison.getByRole('row', { name: /^Hidden units differs/ })).toBeVisible();
    await expect(comparison.getByRole('row', { name: /^Seed 0 0/ })).toBeVisible();
    await expect(comparison.getByRole('row', { name: /^Test accuracy/ }).getByText('best')).toHaveCount(1);
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

  await test.step('whoever comes back sees the last run, its histograms and its log at once', async () => {
    await page.reload();
    await expect(page.getByText(`Step ${steps} of ${steps}`)).toBeVisible();
    await expect(page.getByRole('log', { name: 'Training log' })).toContainText(
      'Step 100, training accuracy',
    );
    await openTab(page, 'Inspect');
    await expect(page.getByRole('img', { name: /^Histogram of the logits over 3 steps/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Distribution of the logits over 3 steps/ })).toBeVisible();
    const graph = page.getByRole('list', { name: 'Model graph' });
    await expect(graph).toContainText('weights 3,072 × 60, biases 60');
  });

  await test.step('an earlier checkpoint with another learning rate makes a fork that names its origin', async () => {
    await openTab(page, 'Runs');
    await page
      .getByRole('list', { name: 'Checkpoints' })
      .getByRole('button', { name: 'Restore' })
      .first()
      .click();
    await expect(page.getByText(/^Restored exactly/)).toBeVisible();
    await setParameter(page, 'Learning rate', '0.0005');
    await setParameter(page, 'Max steps', String(steps + 20));
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(runs.getByRole('listitem')).toHaveCount(3);
    await expect(runs.getByRole('listitem').first()).toContainText(/forked from \S+ at step 120/);
  });

  await test.step('a deleted run is gone, and asked about first', async () => {
    await runs.getByRole('listitem').first().getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete run' }).click();
    await expect(runs.getByRole('listitem')).toHaveCount(2);
  });
});

async function train(page: Page, parameters: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(parameters)) await setParameter(page, name, text);
  await setParameter(page, 'Max steps', String(steps));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expectTraining(page);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
}
