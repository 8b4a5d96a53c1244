import type { View } from '../screenshots/views.ts';
import { firstStates, trainingStates } from '../tour/states.ts';
import { expect, test } from './fixtures.ts';
import { expectAccessible } from './harness/accessibility.ts';

/** Between them two widths and both themes, one for each state in turn; the long tests have all of them for each. */
const views: readonly [View, View] = [
  { width: 1440, theme: 'light' },
  { width: 390, theme: 'dark' },
];
const inTurn = (stateIndex: number) => [stateIndex % 2 === 0 ? views[0] : views[1]];

test('every state before training: nothing that the accessibility checker finds, nothing that scrolls sideways', async ({
  page,
}) => {
  await expectAccessible(page, firstStates, inTurn);
});

/** In order; the long tests have the others too. */
const briefly = ['training', 'paused', 'finished', 'everything-open'];

test('states of training: nothing that the accessibility checker finds, nothing that scrolls sideways', async ({
  readyPage,
}) => {
  const states = trainingStates.filter(({ name }) => briefly.includes(name));
  expect(states).toHaveLength(briefly.length);
  await expectAccessible(readyPage, states, inTurn);
});
