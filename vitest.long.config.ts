import { defineConfig } from 'vitest/config';
import { unitTests } from './vitest.config.ts';

/**
 * What is long by nature, beside the quick suite: whole computations of which that one follows a sample, and that one's own fuzzing
 * with ten thousand inputs for each parser. `npm run test:long`
 */
export default defineConfig({
  ...unitTests,
  test: {
    ...unitTests.test,
    include: ['tests/long/unit/**/*.test.ts', 'tests/unit/fuzz/**/*.test.ts'],
    env: { FUZZ_INPUTS: process.env.FUZZ_INPUTS ?? '10000' },
    // Ten thousand archives take minutes; a machine with other things to do may take several times as long.
    testTimeout: 30 * 60_000,
  },
});
