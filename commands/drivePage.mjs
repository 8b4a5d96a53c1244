/** @typedef {import('@playwright/test').Page} Page */

/**
 * Downloads CIFAR-10 through the page, unless it is stored already.
 * @param {Page} page
 */
export async function loadDataset(page) {
  const ready = page.getByText('CIFAR-10 ready: 50,000 training and 10,000 test images');
  // It cannot be pressed before the page knows what is stored.
  const download = page.getByRole('button', { name: 'Download CIFAR-10', disabled: false });
  await ready.or(download).waitFor();
  if (await download.isVisible()) await download.click();
  await ready.waitFor({ timeout: 120_000 });
}

/**
 * Opens one of the tabs below the run.
 * @param {Page} page
 * @param {'Inspect' | 'Runs' | 'Search' | 'Export'} name
 */
export async function openTab(page, name) {
  await page.getByRole('tab', { name, exact: true }).click();
  // Its code may have to arrive.
  await page.getByRole('tabpanel', { name }).locator('.section').first().waitFor();
}

/**
 * Fills a number field and leaves it.
 * @param {Page} page
 * @param {string} name
 * @param {number | string} value
 */
export async function setParameter(page, name, value) {
  await withSetting(page, page.getByRole('spinbutton', { name }), async (field) => {
    await field.fill(String(value));
    await field.blur();
  });
}

/**
 * Does something with a control. Where it is not on the page itself, it is one of the further settings.
 * @param {Page} page
 * @param {import('@playwright/test').Locator} control
 * @param {(control: import('@playwright/test').Locator) => Promise<void>} use
 */
async function withSetting(page, control, use) {
  const panel = page.getByRole('dialog', { name: 'More settings' });
  const opens = !(await control.isVisible()) && !(await panel.isVisible());
  if (opens) await page.getByRole('button', { name: 'More settings' }).click();
  await control.waitFor();
  await use(control);
  if (opens) await panel.getByRole('button', { name: 'Done' }).click();
}

/**
 * Chooses the option whose text has this beginning.
 * @param {Page} page
 * @param {string} name of the combobox
 * @param {string} beginning
 */
export async function choose(page, name, beginning) {
  await withSetting(page, page.getByRole('combobox', { name }), async (box) => {
    const labels = await box.getByRole('option').allTextContents();
    const label = labels.find((text) => text.startsWith(beginning));
    if (label === undefined) throw new Error(`${name} offers ${labels.join(', ')}; there is no ${beginning}`);
    await box.selectOption({ label });
  });
}

/**
 * Presses Train and waits for the end of the run.
 * @param {Page} page
 * @returns {Promise<string>} the training log
 * @throws Error where the run ends by a fault
 */
export async function trainToTheEnd(page) {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByText('Training', { exact: true }).waitFor();
  const ended = page.getByText(/^(Finished|Ended by a fault)$/);
  await ended.waitFor({ timeout: 3 * 60 * 60_000 });
  if ((await ended.textContent()) !== 'Finished') throw new Error('the run ended by a fault');
  const lines = page.getByRole('log', { name: 'Training log' }).locator('> *');
  return (await lines.allTextContents()).join('\n');
}
