import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { cifar10Files } from './build/cifar10Files.ts';

export default defineConfig({
  base: './',
  plugins: [react(), cifar10Files()],
  worker: { format: 'es' },
  build: { target: 'es2022' },
});
