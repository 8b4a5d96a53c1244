import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { cifar10Files } from './build/cifar10Files.ts';
import { wasmKernels } from './build/wasmKernels.ts';

/** Makes the page cross-origin isolated: only then may threads share memory. Hosts elsewhere send the same two headers. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react(), cifar10Files()],
  // tfjs-vis embeds its charts through it.
  resolve: { alias: { 'vega-embed': fileURLToPath(new URL('src/ui/charts/embedVega.ts', import.meta.url)) } },
  worker: { format: 'es', plugins: () => [wasmKernels()] },
  server: { headers },
  preview: { headers },
  build: { target: 'es2022' },
});
