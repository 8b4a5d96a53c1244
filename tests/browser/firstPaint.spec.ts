import { gzipSync } from 'node:zlib';
import type { APIRequestContext } from '@playwright/test';
import { setMisbehaviour } from '../server/misbehaviour.ts';
import { blankPath } from '../server/testServer.ts';
import { expect, test } from './fixtures.ts';
import { noteShifts, shiftOf } from './layoutShift.ts';
import { chooseBackend, setParameter } from './page.ts';

test.describe('until the first button can be pressed', () => {
  test('at most 130 kB of JavaScript are needed, compressed', async ({ request }) => {
    const html = await (await request.get('./')).text();
    const scripts = new Set(html.match(/(?<=(?:src|href)=")[^"]+\.js(?=")/g));
    expect(scripts.size).toBeGreaterThan(0);
    let bytes = 0;
    for (const script of scripts) bytes += gzipSync(await (await request.get(script)).body()).length;
    expect(bytes).toBeLessThanOrEqual(130_000);
  });

  test('nothing is needed of what comes behind the first screen', async ({ page }) => {
    await setMisbehaviour(page.context(), { kind: 'never answers', at: '/assets/rest-' });
    await page.goto('./', { waitUntil: 'commit' });
    await expect(page.getByRole('button', { name: 'Download CIFAR-10' })).toBeEnabled();
    await expect(page.getByText('Inspect is loading…')).toBeVisible();
  });
});

test.describe('the prerendered page', () => {
  test('is there without JavaScript, and says that it needs it', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
    const page = await context.newPage();
    await page.goto('./');
    for (const name of ['CIFAR-10 in a tab', 'Data', 'Configure', 'Train']) {
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    }
    for (const name of ['Download CIFAR-10 (139 MB)', 'Train', 'Pause', 'Step', 'Stop']) {
      const button = page.getByRole('button', { name, exact: true });
      await expect(button).toBeVisible();
      await expect(button).toBeDisabled();
    }
    await expect(page.getByRole('spinbutton', { name: 'Hidden units' })).toHaveValue('120');
    // By its class: Playwright's texts leave out what stands in a `noscript`.
    await expect(page.locator('.no-script')).toBeVisible();
    await context.close();
  });

  test('says so where its code does not arrive', async ({ page }) => {
    await setMisbehaviour(page.context(), { kind: 'has no such file', at: await entryPath(page.request) });
    await page.goto('./');
    const explanation = page.getByText('A part of this page did not arrive');
    await expect(explanation).toBeVisible();

    await setMisbehaviour(page.context(), null);
    await page.reload();
    await expect(page.getByRole('button', { name: 'Download CIFAR-10' })).toBeEnabled();
    await expect(explanation).toBeHidden();
  });

  test('is hydrated as it is, whatever an earlier visit left and the address says', async ({
    readyPage: page,
  }) => {
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
    await setParameter(page, 'Hidden units', '300');
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript(notePrerendered);
    await page.goto('./?network=two-layer&learning_rate=0.01');

    await expect(page.getByText(/^CIFAR-10 ready/)).toBeVisible();
    await expect(page.getByRole('spinbutton', { name: 'Learning rate' })).toHaveValue('0.01');
    await expect(page.getByRole('combobox', { name: 'Theme' })).toHaveValue('dark');
    // What a key chose while nothing could take it.
    await expect(page.getByRole('combobox', { name: 'Backend' })).toHaveValue('auto');
    // React throws away what does not fit, reports it as an error, and renders everything anew.
    expect(errors).toEqual([]);
    expect(await page.evaluate(isPrerenderedStillThere)).toBe(true);
  });

  test('has the remembered theme before its code arrives', async ({ readyPage: page }) => {
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
    await setMisbehaviour(page.context(), { kind: 'has no such file', at: await entryPath(page.request) });
    await page.reload();
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark');
  });

  test('shows what the session has, not what the browser remembers of its controls', async ({
    readyPage: page,
  }) => {
    await chooseBackend(page, 'CPU');
    await page.goto(blankPath);
    await page.goBack();
    await expect(page.getByText(/^CIFAR-10 ready/)).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Backend' })).toHaveValue('auto');
  });
});

test('nothing on the page moves while it comes', async ({ page }) => {
  await page.addInitScript(noteShifts);
  for (const width of [1440, 768, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('./');
    await expect(page.getByRole('heading', { name: 'Inspect' })).toBeVisible();
    expect(await shiftOf(page), `at ${width} px`).toBeLessThanOrEqual(0.05);
  }
});

test('nothing on the page moves while the pictures of an earlier visit come', async ({ readyPage: page }) => {
  await page.addInitScript(noteShifts);
  for (const width of [1440, 768, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Inspect' })).toBeVisible();
    expect(await shiftOf(page), `at ${width} px`).toBeLessThanOrEqual(0.05);
  }
});

/** Of the page's own code. */
async function entryPath(request: APIRequestContext): Promise<string> {
  const html = await (await request.get('./')).text();
  const [path] = /\/assets\/index-[\w-]+\.js/.exec(html) ?? [];
  if (path === undefined) throw new Error('the page names no script');
  return path;
}

/** Runs in the page, before its scripts: notes all elements, and chooses in every list before the page's code arrives. */
function notePrerendered(): void {
  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return;
    Object.assign(window, { prerendered: [...document.querySelectorAll('#root *')] });
    for (const list of document.querySelectorAll('select')) list.selectedIndex = list.length - 1;
  });
}

/** Runs in the page. */
function isPrerenderedStillThere(): boolean {
  const elements: readonly Element[] = Reflect.get(window, 'prerendered');
  const isKept = (selector: string) =>
    elements.some((element) => element.matches(selector) && element.isConnected);
  return ['h1', '#configure', '#train', '[role=spinbutton]', '#data h2'].every(isKept);
}
