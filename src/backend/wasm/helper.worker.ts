import { helpWithJobs } from './jobs.ts';
import { instantiateKernels } from './kernelModule.ts';

/** What a helping thread is given. */
export interface HelperTask {
  readonly module: WebAssembly.Module;
  /** Shared. */
  readonly memory: WebAssembly.Memory;
  /** Address of its own scratch space. */
  readonly scratch: number;
}

addEventListener('message', async ({ data }: MessageEvent<HelperTask>) => {
  helpWithJobs(data.memory, await instantiateKernels(data.module, data.memory), data.scratch);
});
