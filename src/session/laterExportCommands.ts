import type { ExportCommands } from './exportCommands.ts';

type Create = typeof import('./exportCommands.ts')['createExportCommands'];

/** The commands behind the first paint, which can do without them. */
export function laterExportCommands(...surroundings: Parameters<Create>): ExportCommands {
  let loading: Promise<ExportCommands> | null = null;

  async function loaded(): Promise<ExportCommands> {
    loading ??= import('./exportCommands.ts').then(({ createExportCommands }) =>
      createExportCommands(...surroundings),
    );
    return loading;
  }

  return {
    openWeights: async (files) => (await loaded()).openWeights(files),
    downloadMetrics: async (format) => (await loaded()).downloadMetrics(format),
    deliver: async (makeFiles) => (await loaded()).deliver(makeFiles),
  };
}
