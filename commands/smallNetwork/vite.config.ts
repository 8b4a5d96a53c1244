import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { wasmKernels } from '../../build/wasmKernels.ts';

/**
 * Bundles the training program for Node, without fused multiply-add: not every version of Node has it, and every version shall get
 * the same bits.
 */
export default defineConfig({
  logLevel: 'warn',
  publicDir: false,
  plugins: [wasmKernels({ isFused: false })],
  build: {
    ssr: fileURLToPath(new URL('program.ts', import.meta.url)),
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'program.mjs' }, checks: { pluginTimings: false } },
  },
});
