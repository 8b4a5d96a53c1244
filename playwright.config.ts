import { defineConfig } from '@playwright/test';
import { isContinuousIntegration } from './commands/continuousIntegration.mjs';
import { findBrowser } from './commands/findBrowser.mjs';
import { webGlArguments } from './commands/webGlArguments.mjs';

const isUnattended = isContinuousIntegration(process.env);
const port = process.env.TEST_PORT ?? '4317';
const browser = findBrowser();
const webGl = webGlArguments(process.platform, isUnattended);
/** WebGL needs software rendering where there is no GPU. Compositing the page with it too would take a third of the tests' time. */
const compositedWithoutGpu = '--disable-gpu-compositing';

export default defineConfig({
  testDir: 'tests/browser',
  globalSetup: './tests/browser/globalSetup.ts',
  // While one test waits, another uses the processor.
  workers: 2,
  // A browser that hangs says nothing about the page. Unattended, a failed test is retried once, in a fresh browser.
  retries: isUnattended ? 1 : 0,
  projects: [
    { name: 'profile', testMatch: '**/*.setup.ts', outputDir: 'test-results/profile' },
    { name: 'browser', dependencies: ['profile'], outputDir: 'test-results/browser' },
    // No part of `npm test`: `commands/browserProject.mjs` runs them.
    {
      name: 'long',
      testDir: 'tests/long/browser',
      dependencies: ['profile'],
      outputDir: 'test-results/long',
      timeout: 20 * 60_000,
    },
    {
      name: 'faults',
      dependencies: ['profile'],
      testDir: 'tests/faults',
      outputDir: 'test-results/faults',
      timeout: 8 * 60_000,
      retries: 0,
      // The page is looked at several times a second; a snapshot of all of it each time would slow it down.
      use: { trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false } },
    },
    {
      name: 'soak',
      testDir: 'tests/soak',
      outputDir: 'test-results/soak',
      timeout: 2 * 60 * 60_000,
      retries: 0,
      use: { trace: 'off' },
    },
    {
      name: 'monkey',
      dependencies: ['profile'],
      testDir: 'tests/monkey',
      outputDir: 'test-results/monkey',
      timeout: 60 * 60_000,
      retries: 0,
      // Some actions must fail, and every one that fails would be retold at length.
      use: { trace: 'off' },
    },
    {
      name: 'screenshots',
      testDir: 'tests/screenshots',
      outputDir: 'test-results/screenshots',
      timeout: 20 * 60_000,
      retries: 0,
      use: { trace: 'off' },
    },
  ],
  timeout: 2 * 60_000,
  globalTimeout: 20 * 60_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${port}/`,
    // Without a limit, Playwright waits for a missing element until the test times out.
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    // What a test serves in the place of a file must not come from a cache; `offline.spec.ts` allows it.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    // Filming the page while it trains would take time from the training.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    // Playwright itself sees to what a test browser needs besides: no sandbox (root has none), no background traffic.
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser }),
      args: [...webGl, ...(webGl.length > 0 ? [compositedWithoutGpu] : [])],
    },
  },
});
