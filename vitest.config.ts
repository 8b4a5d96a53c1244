import { defineConfig } from 'vitest/config';
import { wasmKernels } from './build/wasmKernels.ts';

export default defineConfig({
  plugins: [wasmKernels()],
  test: {
    include: ['tests/unit/**/*.test.ts'],
    globalSetup: 'tests/fixtures/rebuiltBatches.ts',
    // Left to itself, vitest keeps one processor free.
    maxWorkers: '100%',
    // Quicker to start than processes, by a third of a second for each file.
    pool: 'threads',
    // The longest test takes about four seconds of a processor, the longest hook as much: it rebuilds six batches of pictures. A
    // machine with other things to do may take ten times as long.
    testTimeout: 40_000,
    hookTimeout: 40_000,
  },
});
