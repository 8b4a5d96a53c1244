import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/*
 * Fragment shaders that do in one draw what TensorFlow.js's own operations need two to seven for. On a GPU, the time of a small
 * network's training step is the time to submit its draws.
 */

/** Four numbers per texel, the layout of matrix products. */
const packed = { packedInputs: true, packedOutput: true } as const;

/** `ownFactor · a + factor · b`, in the shape of `a`. */
export function drawPlusScaled(
  backend: MathBackendWebGL,
  a: TensorInfo,
  b: TensorInfo,
  factor: number,
  ownFactor: number,
): TensorInfo {
  const program: GPGPUProgram = {
    ...packed,
    variableNames: ['A', 'B'],
    outputShape: a.shape,
    customUniforms: [
      { name: 'ownFactor', type: 'float' },
      { name: 'factor', type: 'float' },
    ],
    userCode: `
      void main() {
        setOutput(ownFactor * getAAtOutCoords() + factor * getBAtOutCoords());
      }`,
  };
  return backend.runWebGLProgram(program, [a, b], a.dtype, [[ownFactor], [factor]]);
}

/** `factor · values` where `mask` is positive, else 0. */
export function drawKeepWherePositive(
  backend: MathBackendWebGL,
  values: TensorInfo,
  mask: TensorInfo,
  factor: number,
): TensorInfo {
  const program: GPGPUProgram = {
    ...packed,
    variableNames: ['A', 'B'],
    outputShape: values.shape,
    customUniforms: [{ name: 'factor', type: 'float' }],
    userCode: `
      void main() {
        setOutput(factor * getAAtOutCoords() * vec4(greaterThan(getBAtOutCoords(), vec4(0.0))));
      }`,
  };
  return backend.runWebGLProgram(program, [values, mask], values.dtype, [[factor]]);
}

/** `(softmax(logits) − labels) / rows`, [rows, columns]: every thread goes through its whole row. */
export function drawSoftmaxMinusLabels(
  backend: MathBackendWebGL,
  logits: TensorInfo,
  labels: TensorInfo,
): TensorInfo {
  const [rows = 0, columns = 0] = logits.shape;
  const program: GPGPUProgram = {
    variableNames: ['A', 'B'],
    outputShape: logits.shape,
    userCode: `
      void main() {
        ivec2 place = getOutputCoords();
        float largest = getA(place.x, 0);
        for (int column = 1; column < ${columns}; column++) {
          largest = max(largest, getA(place.x, column));
        }
        float sum = 0.0;
        for (int column = 0; column < ${columns}; column++) {
          sum += exp(getA(place.x, column) - largest);
        }
        float probability = exp(getA(place.x, place.y) - largest) / sum;
        setOutput((probability - getB(place.x, place.y)) / ${rows}.0);
      }`,
  };
  return backend.runWebGLProgram(program, [logits, labels], logits.dtype);
}

/** Sums over the rows, [rows, columns] → [columns]. */
export function drawColumnSums(backend: MathBackendWebGL, matrix: TensorInfo): TensorInfo {
  const [rows = 0, columns = 0] = matrix.shape;
  const program: GPGPUProgram = {
    variableNames: ['A'],
    outputShape: [columns],
    userCode: `
      void main() {
        int column = getOutputCoords();
        float sum = 0.0;
        for (int row = 0; row < ${rows}; row++) sum += getA(row, column);
        setOutput(sum);
      }`,
  };
  return backend.runWebGLProgram(program, [matrix], matrix.dtype);
}
