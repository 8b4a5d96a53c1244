import type { Page } from '@playwright/test';
import { setMisbehaviour } from '../server/misbehaviour.ts';
import { expect, test } from './fixtures.ts';
import { startPlainHost } from './harness/plainHost.ts';
import { openBrowser } from './ownBrowser.ts';
import { chooseBackend, setParameter, trainTo } from './page.ts';
import { withStoredProfile } from './storedProfile.ts';

test('after the first visit the page trains without a network, isolated as before', async ({
  launchOptions,
  baseURL,
}) => {
  await withStoredProfile(async (folder) => {
    const { page, profile } = await openBrowser(folder, { launchOptions, baseURL });
    await serviceWorkerActive(page);
    await profile.setOffline(true);
    await page.reload();
    await expect(page.getByText('CIFAR-10 ready: 50,000 training and 10,000 test images')).toBeVisible();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await chooseBackend(page, 'WASM');
    await trainTo(page, 5);
    await page.goto('./?network=two-layer&seed=5');
    await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('5');
    await profile.close();
  });
});

test('a new version is told of, and comes when it is asked for, below a sub-path too', async ({
  browser,
}) => {
  const profile = await browser.newContext({ serviceWorkers: 'allow' });
  const page = await profile.newPage();
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
    await profile.close();
    await host.close();
  }
});

test('a part of the page that its server has no more is said to be missing, and comes when it is there again', async ({
  readyPage: page,
}) => {
  const context = page.context();
  await setMisbehaviour(context, { kind: 'has no such file', at: '/assets/chartFile-' });
  const downloadCharts = page.getByRole('button', { name: 'Download charts' });
  await trainTo(page, 1);
  await downloadCharts.click();
  await expect(page.getByRole('alert').first()).toContainText('A part of this page could not be loaded');

  await setMisbehaviour(context, null);
  await page.getByRole('button', { name: 'Reload' }).click();
  await trainTo(page, 1);
  const downloading = page.waitForEvent('download');
  await downloadCharts.click();
  expect((await downloading).suggestedFilename()).toContain('loss');
});

test('without all that comes behind the first screen, the first screen works and says that something is missing', async ({
  readyPage: page,
}) => {
  const context = page.context();
  await setMisbehaviour(context, { kind: 'has no such file', at: '/assets/rest-' });
  await page.reload();
  await expect(page.getByRole('alert').last()).toContainText('A part of the page could not be displayed');
  await setParameter(page, 'Hidden units', '300');
  await expect(page.getByRole('link', { name: /^Configure/ })).toContainText('300 units');

  await setMisbehaviour(context, null);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Export' })).toBeVisible();
});

async function serviceWorkerActive(page: Page): Promise<void> {
  const state = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state ?? 'none');
  await expect.poll(state, { message: 'the state of the service worker' }).toBe('activated');
}

async function waitingWorker(page: Page): Promise<boolean> {
  return page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting));
}
