/** A row-major matrix `[rows, columns]` as `[columns, rows]`. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column] ?? Number.NaN;
    }
  }
  return result;
}
