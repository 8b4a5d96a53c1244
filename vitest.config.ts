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

export default defineConfig({
  ...unitTests,
  test: {
    ...unitTests.test,
    include: ['tests/unit/**/*.test.ts'],
    // Each worker loads the modules once, for all its files: loading them for each takes a quarter of the tests' time. So a test must
    // leave behind what it found: globals, timers, mocks, TensorFlow.js's backends.
    isolate: false,
  },
});
