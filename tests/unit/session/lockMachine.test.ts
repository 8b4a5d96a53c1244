import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Locks } from '../../../src/session/environment/otherTabs.ts';
import {
  afterLockEvent,
  free,
  isLeft,
  isSilent,
  type LockCommand,
  type LockEvent,
  type LockPlace,
} from '../../../src/session/tabs/lockMachine.ts';

function play(...events: readonly LockEvent[]) {
  let place: LockPlace = free;
  let commands: readonly LockCommand[] = [];
  for (const event of events) [place, commands] = afterLockEvent(place, event);
  return { place, commands };
}

const looked = (training: string | null, turn: string | null = null): LockEvent => ({
  kind: 'looked',
  locks: { own: 'this', training, turn },
});
const pressed: LockEvent = { kind: 'takeOverPressed' };
const granted: LockEvent = { kind: 'granted' };
const listsRead: LockEvent = { kind: 'listsRead' };
const rested: LockEvent = { kind: 'rested' };
const worked: LockEvent = { kind: 'worked' };
const second: LockEvent = { kind: 'secondPassed' };
const seconds = (count: number): LockEvent[] => Array.from({ length: count }, () => second);

describe('the place to train', () => {
  it('is elsewhere while another tab has it, and free when none has: then what it wrote is read', () => {
    expect(play(looked('that')).place).toEqual({ kind: 'elsewhere', because: 'elsewhere' });
    expect(play(looked('that'), looked(null))).toEqual({ place: free, commands: ['readLists'] });
  });

  it('that was had in passing is left after the work', () => {
    expect(play(granted, listsRead, rested)).toEqual({ place: free, commands: ['release'] });
  });

  it('that was taken over is kept until something was trained', () => {
    expect(play(pressed, granted, listsRead, rested).place.kind).toBe('here');
    expect(play(pressed, granted, listsRead, worked, rested)).toEqual({ place: free, commands: ['release'] });
  });

  it('is not used by a tab that does not have it', () => {
    expect(play(worked).commands).toEqual(['pause']);
    expect(play(looked('that'), worked).commands).toEqual(['pause']);
    expect(play(looked('that'), pressed, worked).commands).toEqual(['pause']);
    expect(play(granted, worked).commands).toEqual([]);
  });
});

describe('a tab that has the place', () => {
  it('looks whether it is asked for as soon as it has it', () => {
    expect(play(granted).commands).toContain('look');
    expect(play(looked('that'), pressed, granted).commands).toEqual(['withdraw', 'look']);
  });

  it('answers each time, pauses once, and leaves when it rests', () => {
    expect(play(granted, looked('this', 'that')).commands).toEqual(['answer', 'pause']);
    expect(play(granted, looked('this', 'that'), looked('this', 'that')).commands).toEqual(['answer']);
    expect(play(granted, looked('this', 'that'), worked).commands).toEqual(['pause']);
    expect(play(pressed, granted, looked('this', 'that'), rested)).toEqual({
      place: { kind: 'elsewhere', because: 'yielded' },
      commands: ['release'],
    });
  });

  it('keeps it where the request is gone before that', () => {
    const { place } = play(pressed, granted, looked('this', 'that'), looked('this'), rested);
    expect(place).toMatchObject({ kind: 'here', isRequested: false });
  });

  it('does not take its own request, not yet withdrawn, for another’s', () => {
    expect(play(pressed, granted, looked('this', 'this')).commands).toEqual([]);
  });

  it('pauses where it finds the place taken, or free again after that', () => {
    for (const event of [looked('that'), looked(null), { kind: 'robbed' } as const]) {
      expect(play(granted, event)).toEqual({
        place: { kind: 'elsewhere', because: 'robbed' },
        commands: ['release', 'logRobbery', 'pause'],
      });
    }
  });
});

describe('a tab that asks', () => {
  it('asks every second, and finds silent who does not answer five times', () => {
    expect(play(pressed).commands).toEqual(['look', 'ask']);
    expect(play(pressed, second).commands).toEqual(['look', 'askAgain']);
    expect(isSilent(play(pressed, ...seconds(4)).place)).toBe(false);
    expect(isSilent(play(pressed, ...seconds(5)).place)).toBe(true);
  });

  it('finds nobody silent who answers, or who has only just got the place', () => {
    const silent = [pressed, looked('that'), ...seconds(5)];
    expect(isSilent(play(...silent).place)).toBe(true);
    expect(isSilent(play(...silent, { kind: 'answered', by: 'that' }).place)).toBe(false);
    expect(isSilent(play(...silent, { kind: 'answered', by: 'third' }).place)).toBe(true);
    expect(isSilent(play(...silent, looked('third')).place)).toBe(false);
  });

  it('takes by force only from a silent one, and once', () => {
    expect(play(pressed, pressed).commands).toEqual([]);
    expect(play(pressed, ...seconds(5), pressed).commands).toEqual(['steal']);
    expect(play(pressed, ...seconds(5), pressed, pressed).commands).toEqual([]);
  });

  it('stands back for one that asks after it', () => {
    expect(play(looked('that'), pressed, { kind: 'overruled' })).toEqual({
      place: { kind: 'elsewhere', because: 'overruled' },
      commands: ['withdraw'],
    });
  });
});

it('whatever happens: only who has the place releases it, only who asked withdraws, only the silent are robbed', () => {
  const id = fc.constantFrom('this', 'that', 'third');
  const locks: fc.Arbitrary<Locks> = fc.record({
    own: fc.constant('this'),
    training: fc.option(id),
    turn: fc.option(id),
  });
  const event: fc.Arbitrary<LockEvent> = fc.oneof(
    fc.constantFrom(pressed, granted, listsRead, rested, worked, second),
    fc.constantFrom<LockEvent>({ kind: 'refused' }, { kind: 'robbed' }, { kind: 'overruled' }),
    fc.record({ kind: fc.constant('looked' as const), locks }),
    fc.record({ kind: fc.constant('answered' as const), by: id }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let place: LockPlace = free;
      for (const one of events) {
        const [next, commands] = afterLockEvent(place, one);
        if (commands.includes('release')) expect([place.kind, next.kind === 'here']).toEqual(['here', false]);
        if (commands.includes('withdraw')) expect(place.kind).toBe('asking');
        if (commands.includes('steal')) expect(isSilent(place)).toBe(true);
        if (place.kind === 'here' && next.kind !== 'here') expect(commands).toContain('release');
        if (place.kind === 'asking' && next.kind !== 'asking') expect(commands).toContain('withdraw');
        if (one.kind === 'rested' && place.kind === 'here') expect(next.kind === 'here').toBe(!isLeft(place));
        place = next;
      }
    }),
  );
});
