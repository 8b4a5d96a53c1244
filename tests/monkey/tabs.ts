import type { BrowserContext, FileChooser, Page } from '@playwright/test';

/** The tabs of a browser, one of which a person looks at. */
export interface Tabs {
  /** The one that is looked at. */
  current(): Page;
  all(): readonly Page[];
  /** Opens a further tab with the page, and looks at it. */
  open(): Promise<void>;
  /** @param index in `all` */
  switchTo(index: number): Promise<void>;
  /** Closes the tab that is looked at; if it is the only one, the page is opened again in another. */
  close(): Promise<void>;
  /** Closes all but the one that is looked at. */
  closeOthers(): Promise<void>;
  /** What went wrong since the last call: uncaught errors, rejections, errors in the console, of pages and workers; crashes. */
  takeComplaints(): string[];
}

/** @param onFileChooser called when the page asks for a file */
export async function openTabs(
  browser: BrowserContext,
  onFileChooser: (chooser: FileChooser) => Promise<void>,
): Promise<Tabs> {
  const tabs: Page[] = [];
  const complaints: string[] = [];
  let index = 0;
  browser.on('weberror', (error) => {
    const { stack, message } = error.error();
    complaints.push(`uncaught: ${stack || message}`);
  });
  browser.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
  });

  function current(): Page {
    const page = tabs[index];
    if (!page) throw new Error('no tab is open');
    return page;
  }

  async function open(): Promise<void> {
    const page = await browser.newPage();
    page.on('crash', () => complaints.push('the tab crashed'));
    page.on('filechooser', (chooser) => void onFileChooser(chooser).catch(() => {}));
    tabs.push(page);
    index = tabs.length - 1;
    await page.goto('./');
  }

  await open();
  return {
    current,
    all: () => tabs,
    open,
    async switchTo(next) {
      index = next;
      await current().bringToFront();
    },
    async close() {
      await current().close();
      tabs.splice(index, 1);
      index = 0;
      if (tabs.length === 0) await open();
      await current().bringToFront();
    },
    async closeOthers() {
      const page = current();
      for (const other of tabs.filter((tab) => tab !== page)) await other.close();
      tabs.splice(0, tabs.length, page);
      index = 0;
    },
    takeComplaints: () => complaints.splice(0),
  };
}
