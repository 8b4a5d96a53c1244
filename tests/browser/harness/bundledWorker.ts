import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { wasmKernels } from '../../../build/wasmKernels.ts';

/**
 * Bundles a worker of this folder and runs it at the page's own origin, where the stored data is. It is sent the input, and
 * the first message that it posts is the result.
 */
export async function resultOfWorker<Result>(page: Page, fileName: string, input: unknown): Promise<Result> {
  const code = await bundled(fileName);
  return page.evaluate(
    ({ source, message }) =>
      new Promise<Result>((resolve, reject) => {
        const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
        const worker = new Worker(url, { type: 'module' });
        worker.addEventListener('message', ({ data }) => {
          worker.terminate();
          if (data.error) reject(new Error(data.error));
          else resolve(data);
        });
        worker.addEventListener('error', (event) => reject(new Error(event.message)));
        worker.postMessage(message);
      }),
    { source: code, message: input },
  );
}

async function bundled(fileName: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [wasmKernels()],
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL(`./${fileName}`, import.meta.url)),
        formats: ['es'],
        fileName: 'worker',
      },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('the bundle was not built');
  return output.output[0].code;
}
