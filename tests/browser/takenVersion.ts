import { type BrowserContext, expect, type Page } from '@playwright/test';
import type { VersionName } from './harness/versions.ts';

export async function serviceWorkerActive(page: Page): Promise<void> {
  const state = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state ?? 'none');
  await expect.poll(state, { message: 'the state of the service worker' }).toBe('activated');
}

export async function waitingWorker(page: Page): Promise<boolean> {
  return page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting));
}

/** The version of the page that is open: `versions.ts` marks the second. */
export async function versionOf(page: Page): Promise<string> {
  return page.evaluate(() => document.documentElement.dataset.version ?? 'first');
}

/**
 * Takes a version that has been published, in a tab of its own, as soon as it has been fetched. It does not wait for a press, because
 * the page offers none while a tab trains.
 *
 * @param look what the test looks at, before and after the version is taken
 */
export async function takeVersion(
  profile: BrowserContext,
  version: VersionName,
  look: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  const page = await profile.newPage();
  await page.goto('./');
  await expect.poll(() => waitingWorker(page), { message: 'whether a version waits' }).toBe(true);
  await look(page);
  await page.evaluate(async () => {
    const { waiting } = await navigator.serviceWorker.ready;
    waiting?.postMessage({ type: 'SKIP_WAITING' });
  });
  await expect.poll(() => waitingWorker(page), { message: 'whether a version waits' }).toBe(false);
  await page.reload();
  await look(page);
  expect(await versionOf(page)).toBe(version);
  await page.close();
}
