/** An array as files hold it, row-major. A dense layer's weights are `[inputs, outputs]`. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** The array's own bytes, not copied. */
export function bytesOf({ values }: NamedArray): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
