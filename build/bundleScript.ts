import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Bundles a script with all that it imports, as one that is not a module.
 *
 * @param entry relative to the project
 * @param constants by name, what the script finds there
 */
export async function bundleScript(
  entry: string,
  constants: Readonly<Record<string, string>> = {},
): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: Object.fromEntries(
      Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      lib: {
        entry: fileURLToPath(new URL(`../${entry}`, import.meta.url)),
        formats: ['iife'],
        name: 'page',
        fileName: 'script',
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error(`${entry} was not bundled`);
  return output.output[0].code.trim();
}
