import type { Locator, Page } from '@playwright/test';
import { decode } from 'fast-png';
import { expect, test } from './fixtures.ts';
import { chooseBackend, chooseOption, expectTraining, openTab, setParameter, waitForStep } from './page.ts';

test('what the fields say of each other, and what stays in them', async ({ readyPage: page }) => {
  await test.step('what stood in them stands there after a reload, until a reset, which can be undone', () =>
    reloadAndReset(page));
  await test.step('a validation split decides which batch sizes there are; the rest is a choice', () =>
    splitImages(page));
  await test.step('beside the button for more settings stands what is changed there, or to be corrected', () =>
    changeFurtherSettings(page));
});

test('a preset past the article validates once an epoch, keeps the best, and counts looks at the test set', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await chooseOption(page, 'Preset', 'Past 50 %');
  await page.getByRole('button', { name: 'More settings' }).click();
  await expect(page.getByRole('img', { name: 'Learning rate over the run' })).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await setParameter(page, 'Hidden units', '8');
  await setParameter(page, 'Batch size', '1000');
  await setParameter(page, 'Max steps', '50');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });

  const log = page.getByRole('log', { name: 'Training log' });
  for (const step of [45, 50]) await expect(log).toContainText(`Step ${step}, validation accuracy 0.`);
  await openTab(page, 'Runs');
  const checkpoints = page.getByRole('list', { name: 'Checkpoints' });
  await expect(checkpoints.getByText(/best validation accuracy so far/)).toBeVisible();
  await expect(page.getByText(/evaluated once$/)).toBeVisible();
  await page.getByRole('button', { name: 'Evaluate on test set' }).click();
  await expect(page.getByText(/evaluated 2 times: /)).toBeVisible({
    timeout: 30_000,
  });
});

test('a learning rate turned in the middle of a run takes effect at the next step, and is marked, in a chart of the theme’s colours', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await setParameter(page, 'Max steps', '5000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await waitForStep(page, 20, 60_000);
  await setParameter(page, 'Learning rate', '0.0005');
  const log = page.getByRole('log', { name: 'Training log' });
  await expect(log).toContainText(/Step \d+: learning_rate from 0.001 to 0.0005/);
  await typesMaxSteps(page, log);
  await expectTraining(page);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Learning rate 0\.001 → 0\.0005 at step \d+$/)).toHaveCount(2);
  await openTab(page, 'Runs');
  await expect(page.getByText(/\. Learning rate 0\.001 → 0\.0005 at \d+\. Run /)).toBeVisible();
  await drawsInColour(page, '#0b63c5');
  await page.emulateMedia({ colorScheme: 'dark' });
  await drawsInColour(page, '#6cb0ff');
  await page.emulateMedia({ colorScheme: null });
});

/** Half of a number would end the run: it is set with Enter. */
async function typesMaxSteps(page: Page, log: Locator): Promise<void> {
  const field = page.getByRole('spinbutton', { name: 'Max steps' });
  await field.fill('6');
  const [, step = ''] =
    /^Step ([\d,]+)/.exec((await page.getByText(/^Step [\d,]+ of/).textContent()) ?? '') ?? [];
  await waitForStep(page, Number(step.replaceAll(',', '')) + 40, 60_000);
  await field.fill('6000');
  await field.press('Enter');
  await expect(log).toContainText(/Step \d+: max_steps from 5000 to 6000/);
}

test('a link carries the configuration, the back button goes between links, and a broken one says what is wrong', async ({
  readyPage: page,
}) => {
  const hiddenUnits = page.getByRole('spinbutton', { name: 'Hidden units' });
  await setParameter(page, 'Hidden units', '300');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText(/^(Copied\.|The link is in the address bar)/)).toBeVisible();
  expect(page.url()).toContain('hidden_units=300');
  await setParameter(page, 'Hidden units', '400');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.goBack();
  await expect(hiddenUnits).toHaveValue('300');
  await page.reload();
  await expect(hiddenUnits).toHaveValue('300');

  await setParameter(page, 'Hidden units', '500');
  await openTab(page, 'Export');
  expect(page.url()).toMatch(/hidden_units=300.*#export$/);
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'Inspect', selected: true })).toBeVisible();
  await expect(hiddenUnits, 'another tab is no other configuration').toHaveValue('500');

  await page.goto('./?hidden_units=minus+one&learning_rate=0,002&max_steps=2.000&learningrate=1');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('“hidden_units = minus one” is not used. “minus one” is not a number.');
  await expect(alert).toContainText('2.000 can mean 2 or 2000: write 2 or 2000.');
  await expect(alert).toContainText(
    '“learningrate” is not a name that this page knows: write learning_rate.',
  );
  await expect(hiddenUnits).toHaveValue('120');
  await expect(page.getByRole('spinbutton', { name: 'Learning rate' })).toHaveValue('0.002');

  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto('./?hidden_units=%E0%A4%A');
  await expect(page.getByRole('alert')).toContainText('a “%” in it is not the code of a character');
  await expect(page.getByText('Show the article’s own run')).toBeVisible();
  expect(errors).toEqual([]);
});

async function reloadAndReset(page: Page): Promise<void> {
  const hiddenUnits = page.getByRole('spinbutton', { name: 'Hidden units' });
  await setParameter(page, 'Hidden units', '300');
  await page.reload();
  await expect(hiddenUnits).toHaveValue('300');
  await page.getByRole('button', { name: 'Reset to the article’s values' }).click();
  await expect(hiddenUnits).toHaveValue('120');
  await page.getByRole('button', { name: 'Undo the reset' }).click();
  await expect(hiddenUnits).toHaveValue('300');
}

async function splitImages(page: Page): Promise<void> {
  await setParameter(page, 'Validation images', '5000');
  await setParameter(page, 'Batch size', '400');
  await expect(
    page.getByText(
      'This does not divide the 45,000 training images. The nearest values that do: 375 or 450.',
    ),
  ).toBeVisible();
  await chooseOption(page, 'Last batch of an epoch', 'Left out');
  await expect(page.getByText(/^This does not divide/)).toHaveCount(0);
  await page.getByRole('button', { name: 'More settings' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Patience' })).toBeVisible();
  await setParameter(page, 'Validation images', '0');
  await expect(page.getByRole('spinbutton', { name: 'Patience' })).toHaveCount(0);
  await page.keyboard.press('Escape');
}

async function changeFurtherSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Reset to the article’s values' }).click();
  await expect(page.getByText('As in the article')).toBeVisible();
  await setParameter(page, 'Validation images', '5000');
  await expect(page.getByText('Changed: validation images')).toBeVisible();
  await setParameter(page, 'Validation images', 'many');
  await expect(page.getByText('To correct there: Validation images')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  await setParameter(page, 'Validation images', '0');
  await expect(page.getByText('As in the article')).toBeVisible();
}

/** Waits until pixels of exactly this colour, `#rrggbb`, are seen in both charts. */
async function drawsInColour(page: Page, colour: string): Promise<void> {
  for (const chart of await page.locator('.chart-frame').all()) {
    const seen = async () => coloursIn(await chart.screenshot()).has(colour);
    await expect.poll(seen, { timeout: 15_000 }).toBe(true);
  }
}

function coloursIn(png: Uint8Array): Set<string> {
  const { data, channels } = decode(png);
  const pixels = Array.from({ length: data.length / channels }, (_, pixel) => channels * pixel);
  return new Set(pixels.map((at) => `#${Buffer.from(data.slice(at, at + 3)).toString('hex')}`));
}
