/** A convolution of 3 × 3 over square images, with what this page computes together with it. */
export interface MeasuredLayer {
  readonly channels: number;
  readonly filters: number;
  readonly side: number;
  readonly isPooled: boolean;
  /** Biases and ReLU, as in the tutorial's network; the record's normalizes instead. */
  readonly isRectified: boolean;
  readonly batchSize: number;
}

export type Direction = 'forward' | 'byInputs' | 'byFilters';

export type LayerRequest =
  | { readonly kind: 'start'; readonly backend: 'wasm' | 'webgl'; readonly threads: number }
  /** One convolution in one direction; the answer is its milliseconds. */
  | { readonly kind: 'time'; readonly layer: MeasuredLayer; readonly direction: Direction };
