import { expect, it } from 'vitest';
import { type DataState, dataStateAfter } from '../../../src/session/dataState.ts';

it('looking again at what is stored leaves the sentence that says why a download ended', () => {
  const failure = { code: 'import-broken-off', details: { reason: 'gone' } } as const;
  const importing: DataState = { kind: 'importing', stored: [], progress: null, source: 'download' };
  const failed = dataStateAfter(importing, { kind: 'importFailed', failure });
  expect(dataStateAfter(failed, { kind: 'storeOpened', summaries: [] })).toEqual({
    kind: 'incomplete',
    stored: [],
    failure,
  });
});
