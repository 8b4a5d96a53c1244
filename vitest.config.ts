import { defineConfig } from 'vitest/config';
import { wasmKernels } from './build/wasmKernels.ts';

export default defineConfig({
  plugins: [wasmKernels()],
  test: { include: ['tests/unit/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 120_000 },
});
