import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import { expect, test } from './fixtures.ts';
import { chooseBackend, setParameter, shownStep, trainTo, waitForEnd, waitForStep } from './page.ts';

test('what the network has learnt: its layers’ histograms, its units, and what excites one of them', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await setParameter(page, 'Batch size', 50);
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

  await test.step('the slider goes back through the checkpoints, the views follow it, and the run stays where it is', async () => {
    await setParameter(page, 'Max steps', 140);
    await page.getByRole('button', { name: 'Resume' }).click();
    await waitForEnd(page, 140);
    await page.getByText('Guesses about 20 test pictures').click();
    await page.getByText('Confusion matrix and mistakes').click();
    const slider = page.getByRole('slider', { name: 'Step', exact: true });
    await expect(slider).toHaveAttribute('aria-valuetext', 'Current weights, step 140');
    await expectViewsAt(page, 140);
    const later = await seenIn(page);

    await slider.focus();
    await page.keyboard.press('Home');
    await expect(slider).toHaveAttribute('aria-valuetext', /^Step 120, 0\.\d{4} on the test set$/);
    await expectViewsAt(page, 120);
    const earlier = await seenIn(page);
    expect(earlier.guesses).toHaveLength(20);
    expect(earlier.guesses).not.toEqual(later.guesses);
    expect(earlier.matrix).not.toEqual(later.matrix);
    await expect(page.getByText('Step 140 of 140')).toBeVisible();

    await page.keyboard.press('End');
    await expectViewsAt(page, 140);
    expect(await seenIn(page)).toEqual(later);
  });

  await test.step('a filmstrip shows the first layer over the run, and is saved as one image', async () => {
    await page.getByText('Filmstrip of the first layer').click();
    await expect(page.getByText('2 checkpoints of this run')).toBeVisible();
    const strip = page.getByRole('region', { name: 'Filmstrip' });
    await expect(strip.getByRole('list', { name: 'Steps' }).getByRole('listitem')).toHaveText(['120', '140']);
    await expect(
      strip.getByRole('img', { name: /^A row each for (Unit \d+, ){9}Unit \d+; a column each .* 120; 140$/ }),
    ).toBeVisible();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as PNG' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^cifar-10-.*-filmstrip\.png$/);
    const { width, height, channels, data } = decode(await readFile(await download.path()));
    // Ten pictures of 32 pixels, magnified three times, below a heading.
    expect(height).toBeGreaterThan(10 * 3 * 32);
    expect(width).toBe(1_000);
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
    const colours = new Set(
      Array.from({ length: width * height }, (_, pixel) =>
        data.subarray(pixel * channels, pixel * channels + 3).join(),
      ),
    );
    expect(colours.size).toBeGreaterThan(1_000);
  });

  await test.step('weights that the test images have not seen leave the page where it is, and are evaluated when asked', async () => {
    await setParameter(page, 'Max steps', 100_000);
    await page.getByRole('button', { name: 'Resume' }).click();
    await waitForStep(page, 141, 60_000);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByText('Paused', { exact: true })).toBeVisible();
    const present = await shownStep(page);
    const slider = page.getByRole('slider', { name: 'Step', exact: true });
    await slider.focus();
    await page.keyboard.press('Home');
    await expectViewsAt(page, 120);
    const graph = page.getByRole('heading', { name: 'Model graph' });
    const place = await graph.evaluate((heading) => heading.getBoundingClientRect().top + scrollY);

    await page.keyboard.press('End');
    await expect(page.getByText('These weights have not been evaluated on the test images.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Confusion matrix' })).toHaveCount(0);
    const later = await graph.evaluate((heading) => heading.getBoundingClientRect().top + scrollY);
    expect(Math.abs(later - place)).toBeLessThan(5);

    await page.getByRole('button', { name: 'Evaluate them' }).click();
    await expectViewsAt(page, present);
    await expect(page.getByText(/evaluated 3 times/)).toBeVisible();
  });
});

async function expectViewsAt(page: Page, step: number): Promise<void> {
  await expect(page.getByText(`Step ${step.toLocaleString('en-US')}, 120 hidden units`)).toBeVisible();
  await expect(page.getByText(`Step ${step.toLocaleString('en-US')}, 10,000 test images`)).toBeVisible();
  await expect(guessesIn(page).getByRole('status')).toHaveText(`Step ${step.toLocaleString('en-US')}`);
}

/** What the views that follow the slider show of the network. */
async function seenIn(page: Page) {
  const buttons = await guessesIn(page).getByRole('toolbar').getByRole('button').all();
  return {
    guesses: await Promise.all(buttons.map((button) => button.getAttribute('aria-label'))),
    matrix: await page.getByRole('region', { name: 'Confusion matrix' }).locator('tbody').textContent(),
  };
}

function guessesIn(page: Page) {
  return page.getByRole('group').filter({ hasText: 'Guesses about 20 test pictures' });
}
