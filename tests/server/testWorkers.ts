import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wasmKernels } from '../../build/wasmKernels.ts';
import { bundleWorker } from '../../commands/bundleWorker.mjs';

/** Below it lie the workers of `tests/browser/harness`, by the names of their files. */
export const testWorkersPath = '/test-workers/';

const folder = fileURLToPath(new URL('../browser/harness/', import.meta.url));
const bundles = new Map<string, Promise<string>>();

/**
 * The code of a test's worker, bundled when it is first asked for.
 *
 * @param name such as `beginnings.worker.ts`
 */
export function testWorkerCode(name: string): Promise<string> {
  if (!/^\w+\.worker\.ts$/.test(name)) throw new RangeError(`${name} is no worker of the tests`);
  const code = bundles.get(name) ?? bundleWorker(join(folder, name), [wasmKernels()]);
  bundles.set(name, code);
  return code;
}
