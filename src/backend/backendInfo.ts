import type { GpuPrecision } from './gpuPrecision.ts';

export type BackendName = 'webgl' | 'webgpu' | 'wasm' | 'cpu';

/** What the user can choose; `auto` picks the fastest for the machine that computes with 32-bit floats. */
export type BackendChoice = 'auto' | BackendName;

/** In the order in which they are offered and measured. */
export const backendNames: readonly BackendName[] = ['webgl', 'webgpu', 'wasm', 'cpu'];

/** Their names on the page and in the log. */
export const backendTitles: Readonly<Record<BackendName, string>> = {
  webgl: 'WebGL',
  webgpu: 'WebGPU',
  wasm: 'WASM',
  cpu: 'CPU',
};

/** What the page shows about the machine. */
export interface BackendInfo {
  readonly name: BackendName;
  /** The GPU's name as the browser gives it: WebGPU's on WebGPU, else WebGL's; null where there is no WebGL. */
  readonly renderer: string | null;
  /** Whether the GPU is emulated on the CPU. */
  readonly isSoftware: boolean;
  /** How precisely that GPU computes; `single` where there is none. */
  readonly precision: GpuPrecision;
  /** CPU threads that compute a step; 1 on a GPU. */
  readonly threads: number;
}

/** The measured time of training steps on a backend. */
export interface StepTiming {
  readonly msPerStep: number;
  /** The number of steps that were timed. */
  readonly steps: number;
}
