import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openTab, shownStep, waitForStep } from './page.ts';
import { checkpoints } from './savedWeights.ts';

test('the whole job by keyboard alone: download, configure, train, pause, save, restore, evaluate, export', async ({
  page,
}) => {
  await page.goto('./');

  await test.step('download the pictures', async () => {
    await expect(page.getByRole('button', { name: 'Download CIFAR-10' })).toBeEnabled();
    await tabTo(page, 'button', /^Download CIFAR-10/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('progressbar', { name: 'CIFAR-10 download' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Data' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await expect(page.getByText(/^CIFAR-10 ready/)).toBeVisible({ timeout: 120_000 });
    await expect(page.getByRole('region', { name: 'Data' })).toBeFocused();
  });

  await test.step('a key that can do nothing yet says what comes first', async () => {
    await leaveControls(page);
    await page.keyboard.press('c');
    await expect(page.getByText('Train a network or restore a checkpoint first.')).toBeVisible();
  });

  await test.step('move a slider', async () => {
    await tabTo(page, 'slider', /^Hidden units/);
    await page.keyboard.press('Home');
    await expect(page.getByRole('spinbutton', { name: 'Hidden units' })).toHaveValue('1');
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp');
  });

  await test.step('train and pause with Space, go one step with S, save with C', async () => {
    await leaveControls(page);
    await page.keyboard.press('Space');
    await waitForStep(page, 30, 60_000);
    await page.keyboard.press('Space');
    await expect(page.getByText('Paused', { exact: true })).toBeVisible();
    const before = await shownStep(page);
    await page.keyboard.press('s');
    await expect.poll(() => shownStep(page)).toBe(before + 1);
    await page.keyboard.press('c');
    await expect(page.getByText(`Checkpoint saved at step ${before + 1}.`)).toBeVisible();
    await tabTo(page, 'tab', /^Inspect$/);
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('list', { name: 'Checkpoints' })).toContainText('saved by you');
    await leaveControls(page);
  });

  await test.step('evaluate with E', async () => {
    await page.keyboard.press('e');
    await expect(page.getByRole('status').filter({ hasText: /^Test accuracy 0\.\d{4}$/ })).toBeVisible({
      timeout: 60_000,
    });
  });

  await test.step('the list of keys opens with ?, and closes with Escape', async () => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeHidden();
  });

  await test.step('it opens once, whatever was done to it before', async () => {
    const dialog = page.locator('dialog', { hasText: 'Shortcuts do not work while you type' });
    const disturbances: ((element: Element) => void)[] = [
      () => {},
      (element) => element.setAttribute('open', ''),
      (element) => document.body.append(element),
      (element) => element.remove(),
    ];
    const failures: Error[] = [];
    page.on('pageerror', (failure) => failures.push(failure));
    for (const disturb of disturbances) {
      await dialog.evaluate(disturb);
      for (const _ of ['once', 'twice']) {
        await page.evaluate(() =>
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true })),
        );
      }
      await expect(page.locator('#root dialog:modal', { hasText: 'Shortcuts do not work' })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeHidden();
    }
    expect(failures).toEqual([]);
  });

  await test.step('restore the checkpoint', async () => {
    await tabTo(page, 'button', /^Restore$/);
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Restored exactly/)).toBeVisible({ timeout: 60_000 });
  });

  await test.step('download the weights', async () => {
    await tabTo(page, 'tab', /^Runs$/);
    await page.keyboard.press('End');
    await tabTo(page, 'button', /^Download weights$/);
    const downloading = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await downloading).suggestedFilename()).toMatch(/step-\d+/);
  });

  await test.step('no key works while somebody types', async () => {
    const step = await shownStep(page);
    await focusForeignField(page);
    await page.keyboard.press('s');
    await tabTo(page, 'spinbutton', /^Learning rate/);
    await page.keyboard.press('s');
    await leaveControls(page);
    await openTab(page, 'Runs');
    await leaveControls(page);
    const saved = await checkpoints(page).count();
    await page.keyboard.press('c');
    await expect(checkpoints(page)).toHaveCount(saved + 1);
    // A step that an earlier key had begun would be over before the checkpoint is taken.
    await expect(checkpoints(page).first()).toContainText(`Step ${step},`);
  });
});

/** Presses Tab until the element has the focus, and can be seen to have it. */
async function tabTo(
  page: Page,
  role: 'button' | 'slider' | 'spinbutton' | 'tab',
  name: RegExp,
): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  const find = () => wanted.evaluateHandle((found) => found);
  let element = await find();
  const look = () =>
    element.evaluate((found) => ({
      isFocused: found === document.activeElement,
      isGone: !found.isConnected,
      outline: getComputedStyle(found).outlineStyle,
    }));
  for (let presses = 0; presses < 300; presses++) {
    await page.keyboard.press('Tab');
    let seen = await look();
    if (seen.isGone) {
      element = await find();
      seen = await look();
    }
    if (seen.isFocused) {
      expect(seen.outline, `${role} ${name} shows that it has the focus`).not.toBe('none');
      return;
    }
  }
  throw new Error(`Tab never comes to ${role} ${name}`);
}

/** As in an extension's own panel, into which the page cannot look. */
async function focusForeignField(page: Page): Promise<void> {
  await page.evaluate(() => {
    const field = document.createElement('input');
    const panel = document.body.appendChild(document.createElement('div'));
    panel.attachShadow({ mode: 'closed' }).append(field);
    field.focus();
  });
}

/** As after a click beside the controls. */
async function leaveControls(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
}
