import { webGlArguments } from '../webGlArguments.mjs';

/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */
/** @typedef {import('@playwright/test').CDPSession} CDPSession */
/** @typedef {import('@playwright/test').Page} Page */

/**
 * A browser with a profile that outlives it, and one tab in it.
 * @typedef {object} Visit
 * @property {() => Page} page
 * @property {() => boolean} isThere whether the tab is
 * @property {() => Promise<void>} open opens the page, in a new tab where there is none, in a new browser where there is none
 * @property {() => Promise<void>} killTab
 * @property {() => Promise<void>} killBrowser
 * @property {() => Promise<void>} end
 */

/**
 * @param {{ executable: string, folder: string, url: string }} where
 * @returns {Promise<Visit>}
 */
export async function startVisit({ executable, folder, url }) {
  const { chromium } = await import('@playwright/test');
  /** @type {BrowserContext | null} */
  let browser = null;
  /** @type {Page | null} */
  let page = null;
  /** Opened beforehand: with a page whose thread waits, none can be begun. @type {CDPSession | null} */
  let session = null;

  async function presentBrowser() {
    if (browser) return browser;
    const started = await chromium.launchPersistentContext(folder, {
      executablePath: executable,
      args: webGlArguments(process.platform, false),
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
      serviceWorkers: 'block',
    });
    started.once('close', () => {
      if (browser === started) browser = null;
      page = null;
    });
    browser = started;
    return started;
  }

  async function presentTab() {
    const context = await presentBrowser();
    if (page) return page;
    const opened = await context.newPage();
    opened.once('crash', () => {
      if (page === opened) page = null;
      void opened.close().catch(() => {});
    });
    session = await context.newCDPSession(opened);
    page = opened;
    return opened;
  }

  return {
    page() {
      if (!page) throw new Error('the tab is gone');
      return page;
    },

    isThere: () => page !== null,

    async open() {
      await (await presentTab()).goto(url);
    },

    async killTab() {
      const killed = await presentTab();
      const crashed = new Promise((resolve) => killed.once('crash', resolve));
      void session?.send('Page.crash').catch(() => {});
      await crashed;
    },

    async killBrowser() {
      const context = await presentBrowser();
      const closed = new Promise((resolve) => context.once('close', resolve));
      void session?.send('Browser.crash').catch(() => {});
      await closed;
    },

    async end() {
      await browser?.close();
    },
  };
}
