import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { chooseBackend, expectTraining, shownStep as lastStep, setParameter, trainTo } from './page.ts';

const guess = /^(\w+): (taken for \w+|recognized), \d+ %$/;

test('what the network sees is shown while it trains: pictures of its first layer, and guesses that change', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  const strip = page.getByRole('region', { name: 'What the network sees' });
  await strip.scrollIntoViewIfNeeded();
  const pictures = strip.getByRole('button');
  await expect(pictures).toHaveCount(20);
  await expect(pictures.first()).toHaveAccessibleName('airplane');
  await expect(strip).toContainText('Train, and see what it takes these pictures for.');
  const room = await strip.boundingBox();

  await setParameter(page, 'Max steps', 100_000);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expectTraining(page);
  await strip.scrollIntoViewIfNeeded();
  for (const picture of await pictures.all()) await expect(picture).toHaveAccessibleName(guess);
  await expect(strip.getByRole('list', { name: 'First layer' }).getByRole('img')).toHaveCount(24);
  await expect(strip.getByRole('img').first()).toHaveAccessibleName(/^Unit \d+$/);
  expect((await strip.boundingBox())?.height).toBe(room?.height);

  // Renewed, without anybody asking.
  const step = await shownStep(page);
  await expect.poll(() => shownStep(page)).toBeGreaterThan(step);

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
  const last = await lastStep(page);
  await strip.scrollIntoViewIfNeeded();
  await expect(strip).toContainText(`Step ${last.toLocaleString('en-US')}`);
  // What the strip shows is no look at the test set.
  await expect(page.getByText('Test accuracy not measured yet')).toBeVisible();

  await test.step('pointing shows ten probabilities, Escape takes them away', async () => {
    await pictures.nth(4).hover();
    const detail = page.getByRole('tooltip');
    await expect(detail).toContainText('Test picture 22: deer');
    await expect(detail.getByRole('listitem')).toHaveCount(10);
    const shares = await detail.locator('.figures').allTextContents();
    expect(shares.reduce((sum, share) => sum + Number(share), 0)).toBeCloseTo(1, 2);
    await page.mouse.move(0, 0);
    await expect(detail).toBeHidden();
  });

  await test.step('a picture that comes under a resting pointer is not pointed at', async () => {
    await pictures.nth(4).dispatchEvent('pointerover');
    await pictures.nth(11).hover();
    await expect(page.getByRole('tooltip')).toContainText('Test picture 9: automobile');
    await page.mouse.move(0, 0);
    await pictures.nth(4).dispatchEvent('pointerover');
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    await expect(page.getByRole('tooltip')).toHaveCount(0);
  });

  await test.step('arrows move the focus, in rows', async () => {
    await pictures.first().focus();
    await page.keyboard.press('ArrowRight');
    await expect(pictures.nth(1)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(pictures.nth(11)).toBeFocused();
    await expect(page.getByRole('tooltip')).toContainText('Test picture 9: automobile');
    await expect(pictures.nth(11)).toHaveAccessibleDescription(/^Test picture 9: automobile/);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await expect(pictures.first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('tooltip')).toBeHidden();
    // One stop for Tab.
    await page.keyboard.press('Tab');
    await expect(strip.locator(':focus')).toHaveCount(0);
  });
});

test('after a reload the network is shown when its weights are there, and without a look at the test set', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await trainTo(page, 30);
  const strip = page.getByRole('region', { name: 'What the network sees' });
  await strip.scrollIntoViewIfNeeded();
  await expect(strip).toContainText('Step 30');
  const pictures = strip.getByRole('button');
  const names = () => pictures.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  await expect.poll(async () => (await names()).every((name) => guess.test(name ?? ''))).toBe(true);
  const before = await names();

  await page.reload();
  await expect(strip).toContainText('Load its weights to see it here.');
  await expect(pictures.first()).toHaveAccessibleName('airplane');
  await page.getByRole('button', { name: 'Load its weights' }).click();
  await expect(page.getByText(/^Restored exactly/)).toBeVisible({ timeout: 60_000 });
  await strip.scrollIntoViewIfNeeded();
  await expect(strip).toContainText('Step 30');
  await expect.poll(names).toEqual(before);
  await expect(page.getByText(/evaluated once$/)).toBeVisible();
});

/** The step of what the strip shows. */
async function shownStep(page: Page): Promise<number> {
  const strip = page.getByRole('region', { name: 'What the network sees' });
  const text = (await strip.getByText(/^Step [\d,]+$/).textContent()) ?? '';
  return Number(text.replaceAll(/\D/g, ''));
}
