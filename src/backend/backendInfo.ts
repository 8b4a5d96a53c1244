export type BackendName = 'webgl' | 'cpu';

/** What the page says of the machine. */
export interface BackendInfo {
  readonly name: BackendName;
  /** The GPU's name as the browser gives it; null on the CPU. */
  readonly renderer: string | null;
  /** WebGL is offered, but a program on the CPU stands in for the GPU. */
  readonly isSoftware: boolean;
  /** Only 16-bit floats can be rendered: numbers above 65,504 overflow. */
  readonly isHalfFloat: boolean;
}
