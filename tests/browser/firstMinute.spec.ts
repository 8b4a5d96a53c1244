import type { Locator, Page } from '@playwright/test';
import { encode } from 'fast-png';
import { setMisbehaviour } from '../server/misbehaviour.ts';
import { expect, test, watchForBreaches } from './fixtures.ts';
import { noteShifts, shiftOf } from './layoutShift.ts';
import { chooseBackend, loadDataset, setParameter, waitForEnd } from './page.ts';

const verdict = /^It says [a-z]+, \d+ %\./;

test.describe('before anything is downloaded', () => {
  test('a press on a sample says what the small network sees, and whether it is right', async ({
    page,
    baseURL,
  }) => {
    const breaches: string[] = [];
    const requested: string[] = [];
    await watchForBreaches(page.context(), new URL(baseURL ?? '').origin, breaches);
    page.on('request', (request) => requested.push(new URL(request.url()).pathname));
    await page.goto('./');
    await expect(sampleNamed(page, 'cat, sample 1 of 6')).toBeVisible();
    expect(requested.filter(isOfSmallNetwork)).toEqual([]);

    await sampleNamed(page, 'cat, sample 1 of 6').click();
    await expect(status(page)).toHaveText(
      /^It says (cat, \d+ %\. Right|\w+, \d+ %\. Wrong: this is a cat)\.$/,
    );
    await expect(sampleNamed(page, 'cat, sample 1 of 6')).toHaveAttribute('aria-pressed', 'true');
    expect(await totalProbability(playground(page))).toBeCloseTo(1, 2);
    await expect(playground(page)).toContainText(/\d\d\.\d % of 10,000 unseen pictures right/);

    await sampleNamed(page, 'airplane, sample 2 of 6').click();
    await expect(status(page)).toHaveText(/(airplane, \d+ %\. Right|Wrong: this is an airplane)\.$/);
    expect(requested.filter(isOfSmallNetwork)).not.toEqual([]);
    expect(requested.filter((path) => path.includes('/cifar-10/'))).toEqual([]);
    expect(breaches).toEqual([]);
  });

  test('a picture of one’s own is classified, and a file that is none is refused', async ({ page }) => {
    await page.goto('./');
    const choice = playground(page).getByLabel('Your own picture', { exact: true });
    await choice.setInputFiles({ name: 'blue.png', mimeType: 'image/png', buffer: bluePicture() });
    await expect(status(page)).toHaveText(/^It says [a-z]+, \d+ %\.$/);
    expect(await totalProbability(playground(page))).toBeCloseTo(1, 2);

    await choice.setInputFiles({ name: 'notes.txt', mimeType: '', buffer: Buffer.from('no picture') });
    await expect(playground(page).getByRole('alert')).toContainText('notes.txt is not a picture');
  });

  test('arrow keys walk the samples, and Enter presses one', async ({ page }) => {
    await page.goto('./');
    await sampleNamed(page, 'airplane, sample 1 of 6').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'End']) await page.keyboard.press(key);
    await expect(sampleNamed(page, 'truck, sample 2 of 6')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(status(page)).toHaveText(verdict);

    // One stop in the tab order, which is where one was.
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Choose a picture' })).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(sampleNamed(page, 'truck, sample 2 of 6')).toBeFocused();
  });

  test('weights that did not arrive are asked for again', async ({ page }) => {
    await setMisbehaviour(page.context(), { kind: 'has no such file', at: '/assets/weights-' });
    await page.goto('./');
    await sampleNamed(page, 'dog, sample 1 of 6').click();
    await expect(playground(page).getByRole('alert')).toBeVisible();
    await setMisbehaviour(page.context(), null);
    await sampleNamed(page, 'dog, sample 1 of 6').click();
    await expect(status(page)).toHaveText(verdict);
    await expect(playground(page).getByRole('alert')).toHaveCount(0);
  });

  test('without JavaScript, the title, the samples and the article’s curve are there', async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
    const page = await context.newPage();
    await page.goto('./');
    await expect(page.getByRole('heading', { name: 'CIFAR-10 in a tab' })).toBeVisible();
    await expect(page.getByRole('img', { name: /60 pictures of CIFAR-10/ })).toBeVisible();
    const curve = page.getByRole('img', { name: /^The article: accuracy over 2,000 steps, 0\.4633/ });
    await expect(curve).toBeVisible();
    // Its own words are read by nobody but the eye.
    await expect(curve).toContainText('0.4633');
    expect(await pictureIsDrawn(page)).toBe(true);
    await context.close();
  });
});

test('the playground stays while CIFAR-10 comes, and steps aside for the first run; nothing else moves', async ({
  page,
}) => {
  await page.addInitScript(noteShifts);
  await page.goto('./');
  await expect(playground(page)).toBeVisible();
  await loadDataset(page);
  await expect(playground(page)).toBeVisible();
  await expect(page.getByText(/Press Train to start\.$/)).toBeVisible();
  await chooseBackend(page, 'WASM');
  await setParameter(page, 'Max steps', 12);
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await train.evaluate((button) => button.scrollIntoView({ block: 'start' }));
  await train.click();
  await waitForEnd(page, 12);
  await expect(train, 'what was pressed is still in sight').toBeInViewport();
  await expect(playground(page)).toHaveCount(0);
  await expect(page.getByRole('img', { name: /60 pictures of CIFAR-10/ })).toHaveCount(0);
  expect(await shiftOf(page)).toBeLessThanOrEqual(0.02);
});

function playground(page: Page): Locator {
  return page.getByRole('region', { name: 'Small network' });
}

function status(page: Page): Locator {
  return playground(page).getByRole('status');
}

function sampleNamed(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

function isOfSmallNetwork(path: string): boolean {
  return /\/assets\/(smallNetwork\.worker|weights)-/.test(path);
}

async function totalProbability(place: Locator): Promise<number> {
  const shares = await place
    .getByRole('list', { name: 'Probabilities' })
    .locator('.figures')
    .allTextContents();
  expect(shares).toHaveLength(10);
  return shares.reduce((sum, share) => sum + Number(share), 0);
}

/** Whether the wall has arrived, and at a whole multiple of its own size. */
async function pictureIsDrawn(page: Page): Promise<boolean> {
  const wall = page.getByRole('img', { name: /60 pictures of CIFAR-10/ });
  const [box, response] = await Promise.all([
    wall.boundingBox(),
    page.request.get((await wall.getAttribute('src')) ?? ''),
  ]);
  const { length } = await response.body();
  return response.ok() && length > 100_000 && (box?.width ?? 0) % 338 === 0 && (box?.height ?? 0) % 202 === 0;
}

function bluePicture(): Buffer {
  const [width, height] = [80, 60];
  const data = Uint8Array.from({ length: 3 * width * height }, (_, index) => [20, 60, 200][index % 3] ?? 0);
  return Buffer.from(encode({ width, height, data, depth: 8, channels: 3 }));
}
