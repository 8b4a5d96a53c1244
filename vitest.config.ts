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
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
