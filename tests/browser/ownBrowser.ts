import { type BrowserContext, chromium, type LaunchOptions, type Page } from '@playwright/test';
import { loadDataset } from './page.ts';

interface OwnBrowser {
  readonly profile: BrowserContext;
  readonly page: Page;
}

interface BrowserOptions {
  readonly launchOptions: LaunchOptions;
  readonly baseURL: string | undefined;
}

/** Starts a browser of the test's own with what an earlier one has left in the folder, and opens the page with the data. */
export async function openBrowser(
  folder: string,
  { launchOptions, baseURL }: BrowserOptions,
): Promise<OwnBrowser> {
  const profile = await chromium.launchPersistentContext(folder, {
    ...launchOptions,
    serviceWorkers: 'allow',
    ...(baseURL ? { baseURL } : {}),
  });
  const page = await profile.newPage();
  await page.goto('./');
  await loadDataset(page);
  return { profile, page };
}

/** The process ends in the middle of whatever it does, as in a crash. */
export async function killBrowser({ profile, page }: OwnBrowser): Promise<void> {
  const session = await profile.newCDPSession(page);
  const closed = new Promise((resolve) => profile.once('close', resolve));
  await session.send('Browser.crash').catch(() => {});
  await closed;
}
