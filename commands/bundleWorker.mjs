/**
 * Bundles a worker, including its WebAssembly, into one module that can run at the page's own origin.
 * @param {string} entry the worker's file
 * @param {import('vite').Plugin[]} [plugins] that its imports need
 * @returns {Promise<string>} the code
 */
export async function bundleWorker(entry, plugins = []) {
  const { build } = await import('vite');
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'], fileName: 'worker' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('the bundle was not built');
  return output.output[0].code;
}
