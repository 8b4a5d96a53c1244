import { describe, expect, it } from 'vitest';
import { recordOf } from '../../../src/session/records/runRecording.ts';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';

describe('the record of the present run', () => {
  const run = {
    id: 'run',
    network: 'two-layer',
    hyperparameters: articleHyperparameters,
    progress: { step: 100, epochs: 0.8, elapsedSeconds: 4, msPerStep: 40, tensorCount: 4 },
    testEvaluations: 0,
    startedAt: '2026-11-24T12:00:00.000Z',
    parent: { runId: 'earlier', step: 50 },
  };
  const state: SessionState = { ...initialState, run: { kind: 'paused', run } };

  it('counts the runs, whatever the clock says, and keeps its number', () => {
    const runs = [
      { ...recordOfRun('earlier', 9).summary, number: 4 },
      recordOfRun('of an earlier version', 9).summary,
    ];
    expect(recordOf({ ...state, runs })?.summary.number).toBe(5);
    const known = { ...recordOfRun('run', 90).summary, number: 2 };
    expect(recordOf({ ...state, runs: [...runs, known] })?.summary.number).toBe(2);
    expect(recordOf({ ...state, runs: [recordOfRun('run', 90).summary] })?.summary.number).toBeNull();
  });

  it('says where the run comes from', () => {
    expect(recordOf(state)?.summary).toMatchObject({ id: 'run', name: 'run', step: 100, parent: run.parent });
  });

  it('says that the run diverged or was ended by a fault, until it goes on', () => {
    const brokenBy = (code: 'diverged' | 'gpu-lost') => {
      const failure = { code, details: { step: 100 } };
      return recordOf({ ...state, run: { kind: 'failed', run, failure } })?.summary.brokenBy;
    };
    expect(brokenBy('diverged')).toBe('divergence');
    expect(brokenBy('gpu-lost')).toBe('fault');
    expect(
      recordOf({ ...state, runs: [{ ...recordOfRun('run', 90).summary, brokenBy: 'fault' }] })?.summary
        .brokenBy,
    ).toBeNull();
  });

  it('keeps the name that a person gave', () => {
    const known = { ...recordOfRun('run', 90).summary, name: 'mine' };
    expect(recordOf({ ...state, runs: [known] })?.summary.name).toBe('mine');
  });

  it('is not cut back when an earlier checkpoint of it is restored', () => {
    expect(recordOf({ ...state, runs: [recordOfRun('run', 2_000).summary] })).toBeNull();
  });

  it('ends at the step at which the run diverged, although later steps were under way', () => {
    const failure = { code: 'diverged', details: { step: 100 } } as const;
    const diverged: SessionState = { ...state, run: { kind: 'failed', run, failure } };
    const known = recordOfRun('run', 118).summary;
    expect(recordOf({ ...diverged, runs: [known] })?.summary).toMatchObject({
      step: 100,
      brokenBy: 'divergence',
    });
  });

  it('is not written again when it is only looked at', () => {
    expect(recordOf({ ...state, run: { kind: 'opened', run } })).toBeNull();
  });
});
