import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { chunks } from './build/chunks.ts';
import { cifar10Files } from './build/cifar10Files.ts';
import { contentSecurityPolicy } from './build/contentSecurityPolicy.ts';
import { prerender } from './build/prerender.ts';
import { sampleSprite } from './build/sampleSprite.ts';
import { versionFiles } from './build/versionFiles.ts';
import { wasmKernels } from './build/wasmKernels.ts';

/** Makes the page cross-origin isolated: only then may threads share memory. Hosts elsewhere send the same two headers. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  // A file that is missing is answered with 404, and not with the page.
  appType: 'mpa',
  plugins: [react(), sampleSprite(), prerender(), versionFiles(), contentSecurityPolicy(), cifar10Files()],
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
  build: {
    target: 'es2022',
    // Every browser that can run the page preloads modules, or can do without.
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: chunks } },
  },
});

function fileHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
