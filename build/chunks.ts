import type { Rolldown } from 'vite';

/**
 * Two chunks for the page and one request for each: what the first screen imports, and what its `import()`s lead to. What is
 * imported from there on demand (charts, formats of files) stays apart.
 */
export const chunks: Rolldown.CodeSplittingOptions = {
  groups: [
    { name: 'first', tags: ['$initial'], priority: 1 },
    // A group takes along what its modules import statically.
    { debugName: 'rest', name: (id, graph) => (isImportedOnDemandByFirst(id, graph) ? 'rest' : null) },
  ],
};

function isImportedOnDemandByFirst(id: string, graph: Rolldown.ChunkingContext): boolean {
  return graph.getModuleInfo(id)?.dynamicImporters.some((importer) => isInitial(importer, graph)) ?? false;
}

/** Whether static imports lead from the page's entry to the module. */
function isInitial(id: string, graph: Rolldown.ChunkingContext): boolean {
  const seen = new Set([id]);
  // The set grows while it is walked.
  for (const visited of seen) {
    const info = graph.getModuleInfo(visited);
    if (info?.isEntry) return true;
    for (const importer of info?.importers ?? []) seen.add(importer);
  }
  return false;
}
