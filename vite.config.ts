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
  worker: { format: 'es', plugins: () => [wasmKernels()] },
  server: { headers },
  preview: { headers },
  build: { target: 'es2022' },
});
