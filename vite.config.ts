import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { cifar10Files } from './build/cifar10Files.ts';
import { contentSecurityPolicy } from './build/contentSecurityPolicy.ts';
import { wasmKernels } from './build/wasmKernels.ts';

/** Makes the page cross-origin isolated: only then may threads share memory. Hosts elsewhere send the same two headers. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicy(), cifar10Files()],
  resolve: {
    alias: {
      // tfjs-vis embeds its charts through it.
      'vega-embed': fileHere('src/ui/charts/embedVega.ts'),
      glamor: fileHere('build/standIns/glamor.ts'),
      long: fileHere('build/standIns/long.ts'),
    },
  },
  worker: { format: 'es', plugins: () => [wasmKernels()] },
  server: { headers },
  preview: { headers },
  build: { target: 'es2022' },
});

function fileHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
