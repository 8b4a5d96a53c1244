import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import { SessionContext } from '../../../src/ui/common/sessionContext.ts';
import { OtherTab } from '../../../src/ui/train/OtherTab.tsx';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

it('a tab whose place was taken promises only what was saved: by force, its run was not paused', () => {
  const store = createStore<SessionState>(() => ({ ...initialState, trainingLock: 'yielded' }));
  const session = { ...sessionInMemory({ runs: [], checkpoints: [] }).session, store };
  const page = renderToStaticMarkup(
    createElement(SessionContext, { value: session }, createElement(OtherTab)),
  );
  expect(page).toContain('Another tab has taken over. What was saved here is kept.');
  expect(page).not.toContain('paused');
});
