import { rm } from 'node:fs/promises';
import { chromium, test } from '@playwright/test';
import { loadDataset } from './page.ts';
import { storedProfile } from './storedProfile.ts';

test('CIFAR-10 is downloaded and stored, once for all tests', async ({
  launchOptions,
  contextOptions,
  baseURL,
}) => {
  await rm(storedProfile, { recursive: true, force: true });
  const profile = await chromium.launchPersistentContext(storedProfile, {
    ...launchOptions,
    ...contextOptions,
    serviceWorkers: 'block',
    ...(baseURL ? { baseURL } : {}),
  });
  const page = await profile.newPage();
  await page.goto('./');
  await loadDataset(page);
  await profile.close();
});
