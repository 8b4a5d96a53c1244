/** An array as files hold it, row-major. A dense layer's weights are `[inputs, outputs]`. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}
