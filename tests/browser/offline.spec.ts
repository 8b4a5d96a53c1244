import type { BrowserContext, Page } from '@playwright/test';
import { letServer } from '../server/misbehaviour.ts';
import { expect, test } from './fixtures.ts';
import { startPlainHost } from './harness/plainHost.ts';
import { chooseBackend, loadDataset, setParameter } from './page.ts';

test.describe('after the first visit', () => {
  let profile: BrowserContext;
  let page: Page;

  test.beforeEach(async ({ browser, baseURL }) => {
    profile = await browser.newContext({ serviceWorkers: 'allow', ...(baseURL ? { baseURL } : {}) });
    page = await profile.newPage();
  });
  test.afterEach(() => profile.close());

  test('the page trains without a network, isolated as before', async () => {
    await page.goto('./');
    await loadDataset(page);
    await serviceWorkerActive(page);
    await profile.setOffline(true);
    await page.reload();
    await expect(page.getByText('CIFAR-10 ready: 50,000 training and 10,000 test images')).toBeVisible();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await chooseBackend(page, 'WASM');
    await setParameter(page, 'Max steps', '5');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
    await page.goto('./?network=two-layer&seed=5');
    await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('5');
  });

  test('a new version is told of, and comes when it is asked for, below a sub-path too', async () => {
    const host = await startPlainHost();
    try {
      await page.goto(host.url);
      await serviceWorkerActive(page);
      await page.reload();
      const ready = page.getByText('A new version of this page is ready.');
      await expect(page.getByRole('heading', { name: 'Export' })).toBeVisible();
      await expect(ready).toBeHidden();

      host.publishNewVersion();
      await page.reload();
      await expect(ready).toBeVisible();
      await page.getByRole('button', { name: 'Load it now' }).click();
      await expect(ready).toBeHidden();
      await expect(page.getByRole('heading', { name: 'Export' })).toBeVisible();
      expect(await waitingWorker(page)).toBe(false);
    } finally {
      await host.close();
    }
  });
});

test('a part of the page that its server has no more is said to be missing, and comes when it is there again', async ({
  readyPage: page,
}) => {
  const context = page.context();
  await letServer(context, { kind: 'has no such file', at: '/assets/exportCommands-' });
  const notWeights = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no weights') };
  await page.getByLabel('Files of weights').setInputFiles(notWeights);
  await expect(page.getByRole('alert')).toContainText('A part of this page could not be loaded');

  await letServer(context, null);
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByLabel('Files of weights').setInputFiles(notWeights);
  await expect(page.getByRole('alert')).toContainText('notes.txt is not a file of weights');
});

async function serviceWorkerActive(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
}

async function waitingWorker(page: Page): Promise<boolean> {
  return page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting));
}
