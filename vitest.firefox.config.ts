import { defineConfig } from 'vitest/config';

/** The core of the browser tests in the Firefox that is installed: `npm run test:firefox`. */
export default defineConfig({
  test: { include: ['tests/firefox/**/*.test.ts'], testTimeout: 150_000, hookTimeout: 5 * 60_000 },
});
