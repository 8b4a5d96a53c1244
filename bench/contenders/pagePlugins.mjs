import { fileURLToPath } from 'node:url';

/** @typedef {import('vite').Plugin} Plugin */

/** How the page starts a helper thread, whose script lies beside its own. */
const besideOwnScript = "new Worker(new URL('./helper.worker.ts', import.meta.url), { type: 'module' })";

/**
 * What a worker of the benchmark needs to contain the page's own backend: its kernels, and its helper threads.
 * @returns {Promise<Plugin[]>}
 */
export async function pagePlugins() {
  const { loadConfigFromFile } = await import('vite');
  // The plugin that compiles the kernels is in TypeScript, which this version of Node may not read; the page's build has it.
  const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, configFile);
  const plugins = loaded?.config.worker?.plugins?.() ?? [];
  return [.../** @type {Plugin[]} */ (plugins), inlineHelper];
}

/**
 * Puts the script of the helper threads into the bundle, which is a single file.
 * @type {Plugin}
 */
const inlineHelper = {
  name: 'inline-helper',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/wasm/startWasm.ts')) return null;
    if (!code.includes(besideOwnScript)) this.error('startWasm.ts starts its helpers in another way');
    return `import Helper from './helper.worker.ts?worker&inline';\n${code.replace(besideOwnScript, 'new Helper()')}`;
  },
};
