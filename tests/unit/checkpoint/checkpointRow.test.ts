import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { CheckpointRow } from '../../../src/ui/checkpoints/CheckpointRow.tsx';
import { SessionContext } from '../../../src/ui/common/sessionContext.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

it.each([
  ['two-layer', '120 units, learning rate 0.001, seed 1'],
  ['softmax', 'softmax, learning rate 0.001, seed 1'],
])('a checkpoint of %s says: %s', (network, facts) => {
  const { summary } = checkpointWith(120, 250, network);
  const { session } = sessionInMemory({ runs: [], checkpoints: [] });
  const checkpoint = {
    id: summary.id,
    summary,
    byteLength: 1_000,
    number: null,
    place: 'IndexedDB',
    isPinned: false,
  } as const;
  const row = createElement(CheckpointRow, {
    checkpoint,
    runName: null,
    cannotRestore: null,
    cannotChange: null,
  });
  const page = renderToStaticMarkup(createElement(SessionContext, { value: session }, row));
  expect(page).toContain(`every 1,000 steps; ${facts}.`);
});
