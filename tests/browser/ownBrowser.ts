import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type LaunchOptions, type Page } from '@playwright/test';
import { loadDataset } from './fixtures.ts';

interface OwnBrowser {
  readonly profile: BrowserContext;
  readonly page: Page;
}

interface Wishes {
  readonly launchOptions: LaunchOptions;
  readonly baseURL: string | undefined;
}

/** Hands a folder for a browser's profile to the work, and deletes it afterwards. */
export async function withProfileFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'profile-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a browser of the test's own with what an earlier one has left in the folder, and opens the page with the data. */
export async function openBrowser(folder: string, { launchOptions, baseURL }: Wishes): Promise<OwnBrowser> {
  const profile = await chromium.launchPersistentContext(folder, {
    ...launchOptions,
    acceptDownloads: true,
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
