import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { pastHalf } from '../../../src/configuration/presets.ts';
import { openResultLink, rememberTarget } from '../../../src/session/run/resultLinks.ts';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const link = '#try?v=1&network=two-layer&hidden_units=280&seed=7&test_accuracy=0.4582';
const target = { measuredOn: 'test', accuracy: 0.4582 };

function visit(remembered = new Map<string, string>()) {
  const { session } = sessionInMemory({ runs: [], checkpoints: [], remembered });
  session.openFields('');
  return { session, state: () => session.store.getState(), remembered };
}

describe('a link to a result', () => {
  it('fills the fields where they are as nobody has changed them, and says what is to be beaten', async () => {
    const { session, state } = visit();
    await session.openResultLink(link);
    expect(state()).toMatchObject({ network: 'two-layer', target, offered: null });
    expect(state().fields).toEqual({ ...initialState.fields, hiddenUnits: '280', seed: '7' });
  });

  it('replaces a preset that was only chosen', async () => {
    const { session, state } = visit();
    session.choosePreset(pastHalf);
    await session.openResultLink(link);
    expect(state().fields.hiddenUnits).toBe('280');
  });

  it('is only offered where fields were changed, until it is answered', async () => {
    const { session, state } = visit();
    session.setField('hiddenUnits', '64');
    const { fields } = state();
    await session.openResultLink(link);
    expect(state()).toMatchObject({ fields, target: null, offered: { target } });

    session.answerOffer(false);
    expect(state()).toMatchObject({ fields, target: null, offered: null });

    await session.openResultLink(link);
    session.answerOffer(true);
    expect(state()).toMatchObject({ fields: { hiddenUnits: '280' }, target, offered: null });
  });

  it('is only offered while something trains', async () => {
    const { session, state } = visit();
    session.store.setState({ activeSweep: 'sweep' });
    await session.openResultLink(link);
    expect(state()).toMatchObject({ fields: initialState.fields, target: null, offered: { target } });
  });

  it('is not asked about where the fields have its values already', async () => {
    const { session, state } = visit();
    session.setField('hiddenUnits', '280');
    session.setField('seed', '7');
    await session.openResultLink(link);
    expect(state()).toMatchObject({ target, offered: null });
  });

  it('without an accuracy leaves nothing to beat', async () => {
    const { session, state } = visit();
    await session.openResultLink(link);
    await session.openResultLink('#try?v=1&network=softmax');
    expect(state()).toMatchObject({ network: 'softmax', target: null });
  });

  it.each([
    ['of a newer version', '#try?v=2&network=softmax&test_accuracy=0.9'],
    ['with an accuracy that is none', '#try?v=1&network=softmax&test_accuracy=NaN'],
    ['with a value that the field refuses', '#try?v=1&network=two-layer&learning_rate=99&test_accuracy=0.9'],
    ['with two values of one name', '#try?v=1&network=two-layer&seed=1&seed=2'],
    ['with a percent sign that encodes nothing', '#try?v=1&network=two-layer&hidden_units=%E0%A4%A'],
    ['that is huge', `#try?v=1&network=two-layer&seed=${'1'.repeat(100_000)}`],
    ['with nothing in it', '#try?'],
  ])('%s changes nothing, and it is said why', async (_, fragment) => {
    const { session, state } = visit();
    await session.openResultLink(link);
    const before = state();
    await session.openResultLink(fragment);
    const { link: said, ...after } = state();
    expect(said.kind).toBe('none');
    expect(said.findings).not.toEqual([]);
    expect({ ...after, link: before.link }).toEqual(before);
  });
});

describe('what is to be beaten', () => {
  it('is the same at the next visit, until it is dismissed', async () => {
    const first = visit();
    await first.session.openResultLink(link);
    await expect.poll(() => first.remembered.get('cifar-10/target')).toBe('test_accuracy=0.4582');

    const second = visit(first.remembered);
    await expect.poll(() => second.state().target).toEqual(target);
    second.session.dismissTarget();
    const third = visit(second.remembered);
    await third.session.openResultLink('#try?');
    expect(third.state().target).toBeNull();
  });

  it('is remembered also where its link was opened before anything was recalled', () => {
    const store = createStore<SessionState>(() => initialState);
    const remembered = new Map<string, string>();
    openResultLink(store, link);
    rememberTarget(store, { read: () => null, write: (key, text) => void remembered.set(key, text) });
    expect(remembered.get('cifar-10/target')).toBe('test_accuracy=0.4582');
    expect(store.getState().target).toEqual(target);
  });

  it('is nothing where something else is remembered', async () => {
    const { session, state } = visit(new Map([['cifar-10/target', 'test_accuracy=1e999']]));
    await session.openResultLink('#try?');
    expect(state().target).toBeNull();
  });
});
