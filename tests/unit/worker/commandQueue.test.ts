import { describe, expect, it } from 'vitest';
import { CommandQueue } from '../../../src/worker/training/commandQueue.ts';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';

/** Commands are names; what each does, and what happened in which order. */
function queueOf(works: Record<string, () => Promise<void>>) {
  const told: string[] = [];
  const queue = new CommandQueue<string>(
    async (command) => {
      told.push(`${command} begins`);
      await works[command]?.();
      told.push(`${command} ends`);
    },
    (command, error) => told.push(`${command} fails: ${String(error)}`),
  );
  return { queue, told };
}

describe('commands', () => {
  it('are carried out one after the other, in the order in which they came', async () => {
    const { queue, told } = queueOf({ first: promisesFollowed });
    await Promise.all([queue.take('first'), queue.take('second')]);
    expect(told).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('that come during a long one are carried out where that one says so', async () => {
    const { queue, told } = queueOf({
      async long() {
        await promisesFollowed();
        await queue.drain();
        await promisesFollowed();
      },
    });
    await Promise.all([queue.take('long'), queue.take('short')]);
    expect(told).toEqual(['long begins', 'short begins', 'short ends', 'long ends']);
  });

  it('that fail are told of, and those behind them are carried out', async () => {
    const { queue, told } = queueOf({ bad: () => Promise.reject('no') });
    await Promise.all([queue.take('bad'), queue.take('good')]);
    await queue.take('later');
    expect(told).toEqual([
      'bad begins',
      'bad fails: no',
      'good begins',
      'good ends',
      'later begins',
      'later ends',
    ]);
  });
});
