import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA, type VitePWAOptions } from 'vite-plugin-pwa';
import { chunks } from './build/chunks.ts';
import { cifar10Files } from './build/cifar10Files.ts';
import { contentSecurityPolicy } from './build/contentSecurityPolicy.ts';
import { prerender } from './build/prerender.ts';
import { wasmKernels } from './build/wasmKernels.ts';

/** Makes the page cross-origin isolated: only then may threads share memory. Hosts elsewhere send the same two headers. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The page without a network, and as an installed program. The pictures are not its affair: they lie in IndexedDB. */
const offline: Partial<VitePWAOptions> = {
  // A newer version waits until somebody asks for it (`src/ui/newVersion/`).
  registerType: 'prompt',
  injectRegister: false,
  manifest: {
    name: 'CIFAR-10 in a tab',
    short_name: 'CIFAR-10',
    description: 'Train a neural network on 60,000 pictures, in a browser tab.',
    theme_color: '#0b63c5',
    background_color: '#ffffff',
    display: 'standalone',
    icons: [
      { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
    ],
  },
  workbox: {
    globPatterns: ['**/*.{html,js,css,svg,png}'],
    globIgnores: ['cifar-10/**'],
    // The worker that trains has all of TensorFlow.js that it needs.
    maximumFileSizeToCacheInBytes: 8_000_000,
    inlineWorkboxRuntime: true,
    navigateFallback: null,
    // From the first visit on: parts that come later are those of the page that is open, whatever its server has by then.
    clientsClaim: true,
    // A link with a configuration is the same page.
    ignoreURLParametersMatching: [/.*/],
  },
};

export default defineConfig({
  base: './',
  plugins: [react(), prerender(), contentSecurityPolicy(), cifar10Files(), VitePWA(offline)],
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
