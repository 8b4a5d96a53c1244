import type { ExportCommands } from './exportCommands.ts';
import { once } from './once.ts';

type Create = typeof import('./exportCommands.ts')['createExportCommands'];

/** The commands behind the first paint, which can do without them. */
export function laterExportCommands(...surroundings: Parameters<Create>): ExportCommands {
  const loaded = once(async () => {
    const { createExportCommands } = await import('./exportCommands.ts');
    return createExportCommands(...surroundings);
  });

  return {
    openWeights: async (files) => (await loaded()).openWeights(files),
    downloadMetrics: async (format) => (await loaded()).downloadMetrics(format),
    deliver: async (makeFiles) => (await loaded()).deliver(makeFiles),
  };
}
