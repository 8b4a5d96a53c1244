import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { Tab } from './tab.ts';

const lookEveryMs = 100;
const limitMs = 60_000;

/** The user asks in all other tabs for the run, and goes on in the one that gets it, as soon as it has it. */
export async function askAtOnce(tab: Tab): Promise<void> {
  const others = tab.beside();
  const buttons = others.map((page) => page.getByRole('button', { name: 'Take over', exact: true }));
  await Promise.all(buttons.map((button) => button.waitFor()));
  await Promise.all(buttons.map((button) => button.click()));
  // Not awaited: the thread that trains waits for this function.
  void goOnWhereItIs(tab, others).catch(() => {});
}

async function goOnWhereItIs(tab: Tab, others: readonly Page[]): Promise<void> {
  const endAt = Date.now() + limitMs;
  while (Date.now() < endAt) {
    for (const page of others) if (await hasPlace(page)) return tab.goTo(page);
    await pause(lookEveryMs);
  }
}

async function hasPlace(page: Page): Promise<boolean> {
  const told = page.getByText(/^(Another tab|A third tab|The other tab|Asking the other tab)/);
  return (await told.count()) === 0;
}
