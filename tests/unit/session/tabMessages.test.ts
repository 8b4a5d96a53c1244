import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseMessage } from '../../../src/session/environment/tabMessage.ts';
import { firstTrains, kinds, pageIn, settle } from '../../fixtures/pagesInTabs.ts';
import { browserInMemory } from '../../fixtures/tabsInMemory.ts';

/* Any page of the same origin can send anything. */

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const strange: readonly unknown[] = [
  ...['taken', 'asked', 'yielding', '', null, undefined, 0, Number.NaN, true, 10n, [], ['look'], {}],
  ...[{ alive: 1 }, { alive: null }, { alive: 'tab 1' }, { alive: 'x'.repeat(1_000_000) }],
  ...[{ written: 'nonsense' }, { written: null }, { written: ['runs'] }, new Map([['written', 'runs']])],
  Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key ${index}`, { index }])),
  'look',
];

it('messages are read as what they are, and what is none is nothing', () => {
  expect(['look', { alive: 'id' }, { written: 'runs' }].map(parseMessage)).toEqual([
    'look',
    { alive: 'id' },
    { written: 'runs' },
  ]);
  for (const data of strange.slice(0, 13)) expect(parseMessage(data)).toBeNull();
  expect(parseMessage({ written: 'nonsense' })).toBeNull();
});

it('a stranger’s messages change nothing: neither who trains, nor that it trains, nor that others can ask', async () => {
  const { browser, first, second } = await firstTrains();
  for (const message of strange) browser.sendAsStranger(message);
  await settle(5_000);
  expect(kinds(first)).toEqual(['startTraining']);
  expect([first, second].map(({ state }) => state().trainingLock)).toEqual(['here', 'elsewhere']);
  expect(browser.stateOf('training')).toEqual({ holder: 'tab 1', waiting: [] });

  second.session.takeOver();
  for (const message of strange) browser.sendAsStranger(message);
  await settle(5_000);
  expect(kinds(first)).toEqual(['startTraining', 'pauseTraining']);
  expect(second.state().trainingLock).toBe('asking');
});

it('where nobody trains, they do not make it seem so', async () => {
  const browser = browserInMemory();
  const page = await pageIn(browser.openTab());
  for (const message of strange) browser.sendAsStranger(message);
  await settle(5_000);
  expect(page.state().trainingLock).toBe('free');
});

it('an answer that is not the holder’s does not make a silent tab a live one', async () => {
  const { browser, tabs, second } = await firstTrains();
  tabs.first.hang();
  second.session.takeOver();
  for (let round = 0; round < 6; round += 1) {
    browser.sendAsStranger({ alive: 'tab 2' });
    browser.sendAsStranger({ alive: 'nobody' });
    await settle(1_000);
  }
  expect(second.state().trainingLock).toBe('silent');
});

it('a flood of messages costs a look every 50 ms, and one reading of a list every second', async () => {
  const browser = browserInMemory();
  const tab = browser.openTab();
  const look = vi.fn(tab.look);
  const page = await pageIn({ ...tab, look });
  const readings = vi.spyOn(page.runStore, 'list');
  look.mockClear();
  for (let round = 0; round < 100; round += 1) {
    for (let i = 0; i < 100; i += 1) {
      browser.sendAsStranger('look');
      browser.sendAsStranger({ written: 'runs' });
    }
    await settle(10);
  }
  expect(look.mock.calls.length).toBeLessThanOrEqual(21);
  expect(readings.mock.calls.length).toBeLessThanOrEqual(2);
});
