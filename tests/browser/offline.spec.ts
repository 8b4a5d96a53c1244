import type { Page } from '@playwright/test';
import { setMisbehaviour } from '../server/misbehaviour.ts';
import { expect, test } from './fixtures.ts';
import { startPlainHost } from './harness/plainHost.ts';
import { openBrowser } from './ownBrowser.ts';
import { chooseBackend, setParameter, trainTo } from './page.ts';
import { withStoredProfile } from './storedProfile.ts';
import { serviceWorkerActive, versionOf, waitingWorker } from './takenVersion.ts';

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

test('a file that the page does not have is answered by its server with 404', async ({ request }) => {
  expect((await request.get('./assets/missing.js')).status()).toBe(404);
  expect((await request.get('./?network=two-layer')).status()).toBe(200);
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
    await expect(page.getByRole('heading', { name: 'Inspect' })).toBeVisible();
    await expect(ready).toBeHidden();

    await test.step('of which only a half is there: the stored version works on', async () => {
      host.publish('second', 'half');
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Inspect' })).toBeVisible();
      await expect
        .poll(() => newestAttempt(page), { message: 'whether an installation failed' })
        .toBe('failed');
      await expect(ready).toBeHidden();
    });

    await test.step('all of which is there', async () => {
      host.publish('second');
      await page.reload();
      await expect(ready).toBeVisible();
      expect(await versionOf(page)).toBe('first');
      await page.getByRole('button', { name: 'Load it now' }).click();
      await expect.poll(() => versionOf(page)).toBe('second');
      await expect(page.getByRole('heading', { name: 'Inspect' })).toBeVisible();
      await expect(ready).toBeHidden();
      expect(await waitingWorker(page)).toBe(false);
      await expect.poll(() => storedVersions(page), { message: 'the versions that are stored' }).toBe(1);
    });
  } finally {
    await profile.close();
    await host.close();
  }
});

test('a page that could not start, because its host had only half of it, is mended by one press', async ({
  browser,
}) => {
  const profile = await browser.newContext({ serviceWorkers: 'allow' });
  const page = await profile.newPage();
  const host = await startPlainHost();
  try {
    host.publish('first', 'half');
    await page.goto(host.url);
    const again = page.getByRole('button', { name: 'Load the page again' });
    await expect(page.getByText('A part of this page did not arrive')).toBeVisible();
    await again.click();
    await expect(page.getByText('The server does not have the whole page at the moment')).toBeVisible();

    host.publish('first');
    // What the browser has stored of the wrong answers.
    await page.reload();
    await expect(page.getByText('A part of this page did not arrive')).toBeVisible();
    await again.click();
    await expect(page.getByRole('heading', { name: 'Inspect' })).toBeVisible();
    await expect(page.getByText('A part of this page did not arrive')).toBeHidden();
  } finally {
    await profile.close();
    await host.close();
  }
});

test('without all that comes behind the first screen, the first screen works and says that something is missing', async ({
  readyPage: page,
}) => {
  const context = page.context();
  await setMisbehaviour(context, { kind: 'has no such file', at: '/assets/rest-' });
  await page.reload();
  await expect(page.getByRole('alert').last()).toContainText('A part of the page could not be displayed');
  await setParameter(page, 'Hidden units', '300');
  await expect(page.getByText(/→ 300 hidden units with ReLU/)).toBeVisible();

  await setMisbehaviour(context, null);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Inspect' })).toBeVisible();
});

/** Whether an installation by this page has failed since it was opened; the browser asks for a newer version at each visit. */
async function newestAttempt(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const attempt = await registration.update().catch(() => null);
    const { installing = null } = attempt ?? {};
    if (!installing) return 'none';
    return new Promise<string>((resolve) => {
      installing.addEventListener('statechange', () =>
        resolve(installing.state === 'redundant' ? 'failed' : installing.state),
      );
    });
  });
}

async function storedVersions(page: Page): Promise<number> {
  return page.evaluate(async () => (await caches.keys()).length);
}
