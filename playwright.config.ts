import { defineConfig } from '@playwright/test';
import { isContinuousIntegration } from './commands/continuousIntegration.mjs';
import { findBrowser } from './commands/findBrowser.mjs';
import { webGlArguments } from './commands/webGlArguments.mjs';

const isUnattended = isContinuousIntegration(process.env);
const port = process.env.TEST_PORT ?? '4317';
const url = `http://localhost:${port}/`;
const browser = findBrowser();

/** What measures time must not share the processor: `npm test` runs it by itself. */
const aloneTests = '**/mainThread.spec.ts';

export default defineConfig({
  testDir: 'tests/browser',
  // What one test leaves of the processor while it waits, another takes.
  workers: 2,
  projects: [
    { name: 'together', testIgnore: aloneTests, outputDir: 'test-results/together' },
    { name: 'alone', testMatch: aloneTests, outputDir: 'test-results/alone' },
  ],
  timeout: 5 * 60_000,
  globalTimeout: 25 * 60_000,
  expect: { timeout: 40_000 },
  reporter: 'list',
  use: {
    baseURL: url,
    // Without one, what is not there to be pressed is waited for until the whole test's time is over.
    actionTimeout: 60_000,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    // What a test serves in the place of a file must not come from a cache; `offline.spec.ts` allows it.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    // Filming the page while it trains would take time from the training.
    trace: { mode: 'retain-on-failure', screenshots: false },
    // Playwright itself sees to what a test browser needs besides: no sandbox (root has none), no background traffic.
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser }),
      args: webGlArguments(process.platform, isUnattended),
    },
  },
  // The very command that a person types: it builds what is not built, and serves the data with the page.
  webServer: {
    command: 'node commands/start.mjs',
    url,
    env: { PORT: port, BROWSER: 'none' },
    reuseExistingServer: !isUnattended,
    timeout: 3 * 60_000,
  },
});
