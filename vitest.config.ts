import { defineConfig } from 'vitest/config';
import { wasmKernels } from './build/wasmKernels.ts';

export default defineConfig({
  plugins: [wasmKernels()],
  test: {
    include: ['tests/unit/**/*.test.ts'],
    // Left to itself, vitest keeps one processor free.
    maxWorkers: '100%',
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
