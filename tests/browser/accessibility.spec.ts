import type { View } from '../screenshots/views.ts';
import { firstStates, type State, trainingStates } from '../tour/states.ts';
import { expect, test } from './fixtures.ts';
import { expectAccessible } from './harness/accessibility.ts';

/** Between them two widths and both themes, one for each state in turn; the long tests have all of them for each. */
const views: readonly [View, View] = [
  { width: 1440, theme: 'light' },
  { width: 390, theme: 'dark' },
];
const inTurn = (stateIndex: number) => [stateIndex % 2 === 0 ? views[0] : views[1]];

/** In order; the long tests have the others too. */
const briefly = {
  first: ['first-visit', 'server-gone', 'wrong-value', 'help'],
  training: ['training', 'paused', 'finished', 'shared', 'everything-open'],
};

test('states before training: nothing that the accessibility checker finds, nothing that scrolls sideways', async ({
  page,
}) => {
  await expectAccessible(page, named(firstStates, briefly.first), inTurn);
});

test('states of training: nothing that the accessibility checker finds, nothing that scrolls sideways', async ({
  readyPage,
}) => {
  await expectAccessible(readyPage, named(trainingStates, briefly.training), inTurn);
});

function named(states: readonly State[], names: readonly string[]): readonly State[] {
  const found = states.filter(({ name }) => names.includes(name));
  expect(found).toHaveLength(names.length);
  return found;
}
