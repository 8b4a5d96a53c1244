export type BackendName = 'webgl' | 'wasm' | 'cpu';

/** What the person may ask for; `auto` is the fastest for the machine. */
export type BackendChoice = 'auto' | BackendName;

/** What the page says of the machine. */
export interface BackendInfo {
  readonly name: BackendName;
  /** The GPU's name as the browser gives it; null where there is no WebGL. */
  readonly renderer: string | null;
  /** WebGL is offered, but a program on the CPU stands in for the GPU. */
  readonly isSoftware: boolean;
  /** Only 16-bit floats can be rendered: numbers above 65,504 overflow. */
  readonly isHalfFloat: boolean;
}
