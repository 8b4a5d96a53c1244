import { describe, expect, it } from 'vitest';
import { pastHalf } from '../../../src/configuration/presets.ts';
import { initialState } from '../../../src/session/state/sessionState.ts';
import { shownRunText } from '../../../src/ui/train/ShownRun.tsx';
import { recordOfRun } from '../../fixtures/runRecords.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

function visit(remembered = new Map<string, string>()) {
  const { session } = sessionInMemory({ runs: [], checkpoints: [], remembered });
  return { session, state: () => session.store.getState() };
}

describe('the fields', () => {
  it('hold at the next visit what they held at the last', async () => {
    const remembered = new Map<string, string>();
    const first = visit(remembered);
    await first.session.openFields('');
    first.session.choosePreset(pastHalf);
    first.session.setField('seed', '7');

    const second = visit(remembered);
    await second.session.openFields('');
    expect(second.state().fields).toEqual(first.state().fields);
    expect(second.state().fields).toMatchObject({ hiddenUnits: '512', optimizer: 'nesterov', seed: '7' });
  });

  it('hold what a link says, whatever is remembered', async () => {
    const remembered = new Map([['cifar-10/fields', '?network=softmax&learning_rate=0.02']]);
    const { session, state } = visit(remembered);
    await session.openFields('?hidden_units=64');
    expect(state().network).toBe('two-layer');
    expect(state().fields).toMatchObject({ hiddenUnits: '64', learningRate: '0.001' });
  });

  it.each(['?hidden_units=all', '?hidden_units=%E0%A4%A', '{}', ''])(
    'hold the article’s values where “%s” is remembered',
    async (text) => {
      const { session, state } = visit(new Map([['cifar-10/fields', text]]));
      await session.openFields('');
      expect(state().fields).toEqual(initialState.fields);
      expect(state().link).toEqual({ kind: 'none', findings: [] });
    },
  );

  it('hold as it was typed what an earlier version remembered and this one does not understand', async () => {
    const { session, state } = visit(
      new Map([['cifar-10/fields', '?network=two-layer&max_steps=20,000&seed=7']]),
    );
    await session.openFields('');
    expect(state().fields).toEqual({ ...initialState.fields, maxSteps: '20,000', seed: '7' });
  });

  it('are remembered as they last could be used', async () => {
    const remembered = new Map<string, string>();
    const { session } = visit(remembered);
    await session.openFields('');
    session.setField('hiddenUnits', '64');
    session.setField('hiddenUnits', 'abc');
    expect(remembered.get('cifar-10/fields')).toContain('hidden_units=64');
  });

  it('are all the article’s again after a reset, the seed too', async () => {
    const { session, state } = visit();
    session.choosePreset(pastHalf);
    session.setField('seed', 'abc');
    session.resetFields();
    expect(state().fields).toEqual(initialState.fields);
  });

  it('are those of the article’s first part after a reset of its network', () => {
    const { session, state } = visit();
    session.chooseNetwork('softmax');
    session.resetFields();
    expect(state().network).toBe('softmax');
    expect(state().fields).toMatchObject({ batchSize: '100', learningRate: '0.005', seed: '1' });
  });

  it('hold what they held at the last visit where nothing in a link can be used, which is said', async () => {
    const { session, state } = visit(
      new Map([['cifar-10/fields', '?network=two-layer&hidden_units=64&seed=7']]),
    );
    await session.openFields('?learning_rate=99');
    expect(state().fields).toEqual({ ...initialState.fields, hiddenUnits: '64', seed: '7' });
    expect(state().link).toMatchObject({ kind: 'none', findings: [{ key: 'learningRate', text: '99' }] });
  });

  it('hold what is right in a link, beside what is said to be wrong', async () => {
    const { session, state } = visit();
    await session.openFields('?learning_rate=0,002&max_steps=2.000&seed=7');
    expect(state().fields).toEqual({ ...initialState.fields, learningRate: '0.002', seed: '7' });
    expect(state().link.findings).toMatchObject([{ key: 'maxSteps', text: '2.000' }]);
  });
});

describe('runs that are ticked', () => {
  it('are ticked at the next visit, without those that were deleted', async () => {
    const remembered = new Map<string, string>();
    const runs = ['first', 'second', 'third'].map((id) => recordOfRun(id, 200));
    const { session } = sessionInMemory({ runs, checkpoints: [], remembered });
    await session.open();
    for (const id of ['second', 'third']) await session.runs.setRunShown(id, true);

    const next = sessionInMemory({ runs: runs.slice(0, 2), checkpoints: [], remembered });
    await next.session.open();
    expect(next.session.store.getState().shownRuns.map(({ summary }) => summary.id)).toEqual(['second']);
  });
});

describe('the run that is shown', () => {
  it('is named, with what the fields differ in', async () => {
    const { session } = sessionInMemory({ runs: [recordOfRun('first', 200)], checkpoints: [] });
    expect(shownRunText(session.store.getState())).toBeNull();
    await session.open();
    expect(shownRunText(session.store.getState())).toBe('Curves of run “120 units”.');
    session.choosePreset(pastHalf);
    expect(shownRunText(session.store.getState())).toBe(
      'Curves of run “120 units”. The fields differ from it in hidden units, learning rate and 8 more.',
    );
  });
});
