import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { openTab } from '../browser/page.ts';
import { exportWeights, type Goal, nextAction } from './actions.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import type { Tab } from './tab.ts';

export interface Outcome {
  /** Whether the user reached the goal rather than giving up. */
  readonly isReached: boolean;
  /** Of the weights; null where there are none. */
  readonly sha256: string | null;
  /** What the person did, in order. */
  readonly actions: readonly string[];
  /** What the page said. */
  readonly messages: readonly string[];
  /** The last snapshot of the page. */
  readonly last: Snapshot | null;
}

/**
 * Called repeatedly to change the user's environment, such as restoring the network.
 *
 * @param isStuck nothing changes, or the same action failed twice
 * @returns whether something has changed
 */
export type Change = (isStuck: boolean) => Promise<boolean>;

const lookEveryMs = 150;
/** A page on which something has changed may be about to change further. */
const settledAfterMs = 600;
/** The time without any change on the page after which minutes are skipped. */
const patienceMs = 4_000;
const minutesAtOnce = 3;
/** Real time per skipped minute, enough for the page's timers to check its clock. */
const minuteMs = 400;
const mostWaits = 3;
const mostActions = 40;

/**
 * Acts as the user on a page that may break at any time, until it has the file of weights: opens the page, downloads what is
 * missing, trains, continues an interrupted run, exports.
 *
 * @param limitMs after which the user gives up
 */
export async function pursue(tab: Tab, goal: Goal, change: Change, limitMs: number): Promise<Outcome> {
  const actions: string[] = [];
  const messages = new Set<string>();
  let sha256: string | null = null;
  let last: Snapshot | null = null;
  let [shown, changedAt, waits] = ['', Date.now(), 0];

  /** The page is observed again after each action: an explanation may appear a moment later. */
  function note(action: string): void {
    actions.push(action);
    [shown, changedAt] = ['', Date.now()];
  }

  async function open(why: 'opens the page' | 'reloads'): Promise<void> {
    note(why);
    await tab.open();
  }

  /** Performs the next action; returns whether the goal is reached. */
  async function proceed(): Promise<boolean> {
    if (!tab.isThere()) {
      await open('opens the page');
      return false;
    }
    const page = tab.page();
    const snapshot = await Promise.race([takeSnapshot(page), pause(3_000, null)]);
    if (snapshot === null) return false;
    noteSnapshot(snapshot);
    const stillMs = Date.now() - changedAt;
    const isRepeated = actions.length > 1 && actions.at(-1) === actions.at(-2);
    if (await change(isRepeated || stillMs > patienceMs / 2)) {
      changedAt = Date.now();
      return false;
    }
    if (goal.steps === 0 && snapshot.data.startsWith('CIFAR-10 ready')) return true;
    const action = stillMs < settledAfterMs ? null : nextAction(snapshot, goal);
    if (action === 'export') return exportAgain(page);
    if (action) {
      note(action.name);
      await action.act(page);
    } else if (stillMs > patienceMs) await waitLonger(page);
    return false;
  }

  function noteSnapshot(snapshot: Snapshot): void {
    last = snapshot;
    for (const message of snapshot.messages) messages.add(message);
    const text = JSON.stringify(snapshot);
    if (text !== shown) [shown, changedAt, waits] = [text, Date.now(), 0];
  }

  async function exportAgain(page: Page): Promise<boolean> {
    const exported = await exportWeights(page);
    if (exported === 'busy') await waitLonger(page);
    else {
      note('exports');
      sha256 = exported;
    }
    // What is said of an export is said beside it.
    if (sha256 === null) noteSnapshot(await takeSnapshot(page));
    await openTab(page, 'Runs');
    if (exported === null && actions.slice(-3).every((past) => past === 'exports')) await open('reloads');
    return sha256 !== null;
  }

  async function waitLonger(page: Page): Promise<void> {
    changedAt = Date.now();
    waits += 1;
    if (waits <= mostWaits) await passMinutes(page);
    else await open('reloads');
  }

  const endAt = Date.now() + limitMs;
  let isReached = false;
  while (!isReached && actions.length < mostActions && Date.now() < endAt) {
    await pause(lookEveryMs);
    try {
      isReached = await proceed();
    } catch (error) {
      // A tab or browser killed during an action is noticed at the next snapshot.
      if (!isOfKilling(error)) throw error;
    }
  }
  return { isReached, sha256, actions, messages: [...messages], last };
}

async function passMinutes(page: Page): Promise<void> {
  for (let minute = 0; minute < minutesAtOnce; minute++) {
    await page.evaluate(() => Reflect.get(self, 'letTimePass')?.(60_000));
    await pause(minuteMs);
  }
}

function isOfKilling(error: unknown): boolean {
  return error instanceof Error && /crash|closed|detached|is gone|destroyed|net::ERR/i.test(error.message);
}
