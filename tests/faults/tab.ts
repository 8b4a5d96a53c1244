import { type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';

/** A tab in a browser of its own. Either can be killed; the profile remains. */
export interface Tab {
  page(): Page;
  isThere(): boolean;
  /** Opens the page under test, in a new tab or a new browser where there is none. */
  open(): Promise<void>;
  /** Opens the page in further tabs of the browser, which may each have something else to say. */
  openBeside(count: number): Promise<void>;
  beside(): readonly Page[];
  /** The user goes on in another tab, unless it is closed by now. */
  goTo(page: Page): Promise<void>;
  /** Closes all other tabs. Returns all notices that any tab has shown since `openBeside`. */
  closeOthers(): Promise<readonly string[]>;
  /** Clears the origin's data, as the browser's settings do. */
  clearStorage(): Promise<void>;
  kill(): Promise<void>;
  killBrowser(): Promise<void>;
  closeBrowser(): Promise<void>;
}

export type BrowserOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

const killLimitMs = 20_000;

/** @param folder of the browser's profile */
export function tabIn(folder: string, options: BrowserOptions): Tab {
  let browser: BrowserContext | null = null;
  let further: Page[] = [];
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

  function beside(): Page[] {
    return further.filter((page) => page !== present?.page && !page.isClosed());
  }

  return {
    page() {
      if (!present) throw new Error('the tab is gone');
      return present.page;
    },

    isThere: () => present !== null,

    async open() {
      const { page } = await presentTab();
      // To the address that it has, with its fragment, it would go without loading anything.
      await page.goto('about:blank');
      await page.goto('./#runs');
    },

    beside,

    async openBeside(count) {
      const context = await presentBrowser();
      await context.addInitScript(noteNotices);
      const { page } = await presentTab();
      further = [page, ...(await Promise.all(Array.from({ length: count }, () => context.newPage())))];
      await Promise.all(beside().map((other) => other.goto('./#runs')));
    },

    async goTo(page) {
      const session = await page.context().newCDPSession(page);
      if (further.includes(page)) present = { page, session };
    },

    async closeOthers() {
      const [all, others] = [further, beside()];
      further = [];
      const noted = await Promise.all(all.map((page) => page.evaluate(notedNotices)));
      await Promise.all(others.map((page) => page.close()));
      return noted.flat();
    },

    async clearStorage() {
      const { page, session } = await presentTab();
      const { origin } = new URL(page.url());
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
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

/** Runs in every page before its own scripts: a notice may be shown for a moment only. */
function noteNotices(): void {
  const noted = new Set<string>();
  Reflect.set(self, 'notedNotices', noted);
  new MutationObserver(() => {
    for (const { textContent } of document.querySelectorAll('.notice')) noted.add(textContent);
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

function notedNotices(): string[] {
  const noted: Set<string> | undefined = Reflect.get(self, 'notedNotices');
  return [...(noted ?? [])];
}
