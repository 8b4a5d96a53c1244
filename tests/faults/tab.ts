import { type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';

/** A tab in a browser of its own. Either can be killed; the profile remains. */
export interface Tab {
  page(): Page;
  isThere(): boolean;
  /** Opens the page under test, in a new tab or a new browser where there is none. */
  open(): Promise<void>;
  kill(): Promise<void>;
  killBrowser(): Promise<void>;
  closeBrowser(): Promise<void>;
}

export type BrowserOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

const killLimitMs = 20_000;

/** @param folder of the browser's profile */
export function tabIn(folder: string, options: BrowserOptions): Tab {
  let browser: BrowserContext | null = null;
  let present: { readonly page: Page; readonly session: CDPSession } | null = null;

  async function presentBrowser(): Promise<BrowserContext> {
    if (browser) return browser;
    const started = await chromium.launchPersistentContext(folder, options);
    started.once('close', () => {
      browser = null;
      present = null;
    });
    browser = started;
    return started;
  }

  async function presentTab() {
    if (present) return present;
    const context = await presentBrowser();
    const page = await context.newPage();
    page.once('crash', () => {
      present = null;
      void page.close().catch(() => {});
    });
    // A page whose thread waits for the host takes no new session.
    present = { page, session: await context.newCDPSession(page) };
    return present;
  }

  return {
    page() {
      if (!present) throw new Error('the tab is gone');
      return present.page;
    },

    isThere: () => present !== null,

    async open() {
      const { page } = await presentTab();
      await page.goto('./');
    },

    async kill() {
      const { page, session } = await presentTab();
      const crashed = page.waitForEvent('crash', { timeout: killLimitMs });
      void session.send('Page.crash').catch(() => {});
      await crashed;
    },

    async killBrowser() {
      const { page, session } = await presentTab();
      const closed = page.context().waitForEvent('close', { timeout: killLimitMs });
      void session.send('Browser.crash').catch(() => {});
      await closed;
    },

    async closeBrowser() {
      await browser?.close();
    },
  };
}
