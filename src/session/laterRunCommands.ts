import { once } from './once.ts';
import type { RunCommands } from './runCommands.ts';

type Create = typeof import('./runCommands.ts')['createRunCommands'];

/** The commands behind the first paint, which can do without them. With the first of them, runs begin to be recorded. */
export function laterRunCommands(...surroundings: Parameters<Create>): RunCommands {
  const loaded = once(async () => {
    const { createRunCommands } = await import('./runCommands.ts');
    return createRunCommands(...surroundings);
  });

  return {
    openList: async () => (await loaded()).openList(),
    openRun: async (id) => (await loaded()).openRun(id),
    renameRun: async (id, name) => (await loaded()).renameRun(id, name),
    annotateRun: async (id, notes) => (await loaded()).annotateRun(id, notes),
    deleteRun: async (id) => (await loaded()).deleteRun(id),
    setRunShown: async (id, isShown) => (await loaded()).setRunShown(id, isShown),
    exportRuns: async (ids) => (await loaded()).exportRuns(ids),
    noteTestEvaluation: async (id, point) => (await loaded()).noteTestEvaluation(id, point),
    recall: async (id, step) => (await loaded()).recall(id, step),
  };
}
