import type { SweepCommands } from './sweepCommands.ts';

type Create = typeof import('./sweepCommands.ts')['createSweepCommands'];

/** The commands behind the first paint, which can do without them. They are carried out in the order in which they come. */
export function laterSweepCommands(...surroundings: Parameters<Create>): SweepCommands {
  let loading: Promise<SweepCommands> | null = null;

  async function loaded(): Promise<SweepCommands> {
    loading ??= import('./sweepCommands.ts').then(({ createSweepCommands }) =>
      createSweepCommands(...surroundings),
    );
    return loading;
  }

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
