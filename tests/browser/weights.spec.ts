import { expect, test } from './fixtures.ts';
import { chooseBackend, trainTo } from './page.ts';

test('what the network has learnt: its layers’ histograms, its units, and what excites one of them', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await trainTo(page, 120);

  await test.step('the doctor says why the first loss was so far from ln 10', async () => {
    const doctor = page.getByRole('region', { name: 'Training doctor' });
    await expect(doctor).toContainText(
      /The first cross-entropy was [\d.]+, and guessing gives ln 10 = 2.303: raw pixels/,
    );
  });

  await test.step('gradients, activations and weights have histograms', async () => {
    await page.getByRole('combobox', { name: 'Histograms of' }).selectOption('Hidden layer: gradients');
    await expect(
      page.getByRole('img', { name: /^Histogram of the hidden layer’s gradients over 3 steps/ }),
    ).toBeVisible();
    await expect(
      page.getByRole('img', { name: /^Dead units over the steps; at step 119: Hidden/ }),
    ).toBeVisible();
  });

  await test.step('each hidden unit is a picture, and opens', async () => {
    await page.getByText('First-layer weights').click();
    const units = page.getByRole('list', { name: 'Hidden units' });
    await expect(units.getByRole('button')).toHaveCount(60);
    await page.getByRole('button', { name: 'Next units' }).click();
    await expect(page.getByText('61 to 120 of 120')).toBeVisible();
    await page.getByRole('button', { name: 'Previous units' }).click();
    const first = units.getByRole('button').first();
    const name = (await first.getAttribute('aria-label'))?.replace(/,.*$/, '') ?? '';
    expect(name).toMatch(/^Hidden unit \d+$/);
    await first.focus();
    await page.keyboard.press('Enter');
    const unit = page.getByRole('region', { name, exact: true });
    await expect(unit).toBeFocused();
    await expect(unit.getByRole('heading', { name })).toBeInViewport();
    const exciting = unit.getByRole('list', { name: 'Most exciting test images' });
    await expect(exciting.getByRole('img', { name: /^Test image \d+$/ })).toHaveCount(12);
    await expect(unit.getByRole('list', { name: 'Output weights' }).getByRole('listitem')).toHaveCount(10);
    await unit.getByRole('button', { name: 'Close' }).click();
    await expect(first).toBeFocused();
  });
});
