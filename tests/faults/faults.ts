import { type BrowserContext, expect } from '@playwright/test';
import { takeVersion } from '../browser/takenVersion.ts';
import { askAtOnce } from './askAtOnce.ts';
import type { FaultHost } from './host.ts';
import type { Order } from './instrument.ts';
import type { Tab } from './tab.ts';

export interface Environment {
  readonly tab: Tab;
  readonly host: FaultHost;
}

/** A fault outside of the page's code. */
export interface Fault {
  readonly name: string;
  /** What it hits: a working worker, the GPU, the tab's place to train, or everything. */
  readonly hits: 'worker' | 'GPU' | 'place' | 'everything';
  /** What the test does before the page is opened. */
  prepare?(environment: Environment): Promise<void>;
  /** Whether data that the browser has not written to the disk yet is lost. */
  readonly losesUnwritten?: boolean;
  /** What the thread that has reached the moment does. */
  readonly order?: Order;
  /** What the test does while that thread waits. */
  inject?(environment: Environment): Promise<void>;
  /** Whether everything that the browser has stored for the page is lost, but nothing that the page has in memory. */
  readonly clearsStorage?: boolean;
  /** The page's message when it writes something; without it, the fault was not active. */
  readonly saidAs?: RegExp;
  /** What no tab may say. */
  readonly neverSaid?: RegExp;
  /** Ends the fault. */
  lift?(environment: Environment): Promise<void>;
}

export const faults: readonly Fault[] = [
  { name: 'tab killed', hits: 'everything', inject: ({ tab }) => tab.kill() },
  {
    name: 'browser killed',
    hits: 'everything',
    losesUnwritten: true,
    inject: ({ tab }) => tab.killBrowser(),
  },
  { name: 'exception', hits: 'worker', order: 'throw' },
  { name: 'uncaught exception', hits: 'worker', order: 'uncaught' },
  { name: 'out of memory', hits: 'worker', order: 'out of memory' },
  { name: 'worker ended', hits: 'worker', order: 'end' },
  { name: 'worker hangs', hits: 'worker', order: 'hang' },
  { name: 'GPU lost', hits: 'GPU', order: 'lose context' },
  {
    name: 'storage full',
    hits: 'everything',
    order: 'fill storage',
    saidAs: /storage is full/,
    inject: async ({ host }) => host.turn('full'),
    async lift({ tab, host }) {
      host.turn('well');
      // The browser's own error page has no instrument.
      if (tab.isThere()) await tab.page().evaluate(() => Reflect.get(self, 'emptyStorage')?.());
    },
  },
  {
    name: 'storage cleared',
    hits: 'everything',
    clearsStorage: true,
    saidAs: /stored for this page was cleared/,
    inject: ({ tab }) => tab.clearStorage(),
  },
  {
    name: 'network gone',
    hits: 'everything',
    inject: async ({ host }) => host.turn('gone'),
    lift: async ({ host }) => host.turn('well'),
  },
  {
    name: 'garbage from the server',
    hits: 'everything',
    inject: async ({ host }) => host.turn('garbage'),
    lift: async ({ host }) => host.turn('well'),
  },
  {
    name: 'two tabs ask for the run',
    hits: 'place',
    prepare: ({ tab }) => tab.openBeside(2),
    inject: ({ tab }) => askAtOnce(tab),
    saidAs: /Another tab has taken over/,
    neverSaid: /The other tab does not answer/,
  },
];

/** Faults of a host with versions; its page has a service worker. */
export const versionFaults: readonly Fault[] = [
  {
    name: 'new version taken',
    hits: 'everything',
    inject: ({ tab, host }) => takeVersion(tab.page().context(), host.publishOther('whole')),
  },
  {
    name: 'half-deployed host',
    hits: 'everything',
    async inject({ tab, host }) {
      host.publishOther('half');
      await visit(tab.page().context());
    },
    // So that each time it is a newer one.
    lift: ({ tab, host }) => takeVersion(tab.page().context(), host.complete()),
  },
];

/** Opens the page in a second tab, where it has to start. Each visit makes the browser ask for a newer version. */
async function visit(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto('./');
  await expect(page.locator('#root:not([data-prerendered])')).toBeVisible();
  await page.close();
}

/** Injects a fault. Returns what the thread that has reached the moment does next. */
export async function inject(environment: Environment, fault: Fault): Promise<Order> {
  await fault.inject?.(environment);
  return fault.order ?? 'nothing';
}
