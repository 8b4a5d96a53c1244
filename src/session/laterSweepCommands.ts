import { once } from './once.ts';
import type { SweepCommands } from './sweepCommands.ts';

type Create = typeof import('./sweepCommands.ts')['createSweepCommands'];

/** The commands behind the first paint, which can do without them. They are carried out in the order in which they come. */
export function laterSweepCommands(...surroundings: Parameters<Create>): SweepCommands {
  const loaded = once(async () => {
    const { createSweepCommands } = await import('./sweepCommands.ts');
    return createSweepCommands(...surroundings);
  });

  return {
    openList: async () => (await loaded()).openList(),
    start: async (plan) => (await loaded()).start(plan),
    pause: async () => (await loaded()).pause(),
    resume: async (id) => (await loaded()).resume(id),
    delete: async (id) => (await loaded()).delete(id),
    openWinner: async (id) => (await loaded()).openWinner(id),
    trainWinnerLonger: async (id) => (await loaded()).trainWinnerLonger(id),
  };
}
