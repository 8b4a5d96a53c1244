// This page's step on its own backends: WASM with a number of threads, or WebGL.
import { serveRival } from '../serveRival.ts';
import { pageStep } from './pageStep.ts';
import { startPageBackend } from './startPageBackend.ts';
import type { ConvolutionTask } from './task.ts';

serveRival<ConvolutionTask>(async ({ work, backend }, pictures) =>
  pageStep(work, pictures, await startPageBackend(backend, work.threads)),
);
