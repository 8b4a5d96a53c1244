import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { wasmKernels } from './build/wasmKernels.ts';

/** What this suite and the long one have in common. */
export const unitTests = {
  plugins: [wasmKernels()],
  test: {
    globalSetup: 'tests/fixtures/sharedFolder.ts',
    // Left to itself, vitest keeps one processor free.
    maxWorkers: '100%',
    // Quicker to start than processes, by a third of a second for each file.
    pool: 'threads',
    // The longest test takes about four seconds of a processor, the longest hook as much: it rebuilds six batches of pictures. A
    // machine with other things to do may take ten times as long.
    testTimeout: 40_000,
    hookTimeout: 40_000,
  },
} satisfies ViteUserConfig;

/** Where tests start a backend of TensorFlow.js, or put a database of their own in the browser's place. */
const apart = ['backend', 'checkpoint', 'data', 'database', 'export', 'fuzz', 'input', 'inspection', 'model'];
const isolated = [...apart, 'runs', 'smallNetwork', 'sweep', 'training', 'worker'].map(
  (folder) => `tests/unit/${folder}/**/*.test.ts`,
);

export default defineConfig({
  ...unitTests,
  test: {
    ...unitTests.test,
    projects: [
      { extends: true, test: { name: 'isolated', include: isolated } },
      // One file after the other in a worker that has loaded the modules once: loading them takes longer than these tests do.
      {
        extends: true,
        test: { name: 'shared', include: ['tests/unit/**/*.test.ts'], exclude: isolated, isolate: false },
      },
    ],
  },
});
