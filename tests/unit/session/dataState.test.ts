import { expect, it } from 'vitest';
import { batchNames } from '../../../src/data/cifar10.ts';
import { type DataState, dataStateAfter } from '../../../src/session/state/dataState.ts';
import { summaryOf } from '../../fixtures/sessionInMemory.ts';

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

it('pictures that could not be deleted are still there, with the sentence that says why', () => {
  const stored = batchNames.map(summaryOf);
  const failure = { code: 'storage-failed', details: { reason: 'no' } } as const;
  const deleting: DataState = { kind: 'deleting', stored };
  expect(dataStateAfter(deleting, { kind: 'deletionFailed', failure })).toEqual({
    kind: 'ready',
    stored,
    failure,
  });
});
