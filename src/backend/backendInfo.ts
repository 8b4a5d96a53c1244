export type BackendName = 'webgl' | 'webgpu' | 'wasm' | 'cpu';

/** What the person may ask for; `auto` is the fastest for the machine. */
export type BackendChoice = 'auto' | BackendName;

/** In the order in which they are offered and measured. */
export const backendNames: readonly BackendName[] = ['webgl', 'webgpu', 'wasm', 'cpu'];

/** What they are called, on the page and in the log. */
export const backendTitles: Readonly<Record<BackendName, string>> = {
  webgl: 'WebGL',
  webgpu: 'WebGPU',
  wasm: 'WASM',
  cpu: 'CPU',
};

/** What the page says of the machine. */
export interface BackendInfo {
  readonly name: BackendName;
  /** The GPU's name as the browser gives it: WebGPU's on WebGPU, else WebGL's; null where there is no WebGL. */
  readonly renderer: string | null;
  /** The GPU is offered, but a program on the CPU stands in for it. */
  readonly isSoftware: boolean;
  /** Only 16-bit floats can be rendered: numbers above 65,504 overflow. */
  readonly isHalfFloat: boolean;
  /** Of the CPU, at work on a step; 1 where a GPU does it. */
  readonly threads: number;
}

/** What steps of training have cost on a backend. */
export interface StepTiming {
  readonly msPerStep: number;
  /** How many steps the figure stands on. */
  readonly steps: number;
}
