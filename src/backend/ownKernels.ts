import * as tf from '@tensorflow/tfjs-core';

type KernelCall = Parameters<tf.KernelFunc>[0];

/** A TensorFlow.js backend and the name that its kernels are registered under. */
interface BackendType<Backend extends tf.KernelBackend> {
  readonly name: string;
  readonly type: new (...parts: never[]) => Backend;
}

/** Null to fall back to the kernel that it replaced. */
type OwnKernel<Backend> = (call: KernelCall, backend: Backend) => tf.TensorInfo | null;

/** A matrix, read as stored or transposed. */
export interface Operand {
  readonly matrix: tf.TensorInfo;
  readonly isTransposed: boolean;
}

export interface ProductOptions {
  /** [columns], added to every row. */
  readonly biases?: tf.TensorInfo | undefined;
  /** Whether negative results become 0, after the biases. */
  readonly isRelu?: boolean;
}

/** `left · right`, [rows, depth], [depth, columns] → [rows, columns]; leading dimensions of 1 are allowed. */
type MatrixProduct<Backend> = (
  backend: Backend,
  left: Operand,
  right: Operand,
  options: ProductOptions,
) => tf.TensorInfo | null;

/** Replaces a registered kernel, which remains the fallback. */
export function replaceKernel<Backend extends tf.KernelBackend>(
  { name: backendName, type }: BackendType<Backend>,
  kernelName: string,
  own: OwnKernel<Backend>,
): void {
  const general = tf.getKernel(kernelName, backendName).kernelFunc;
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: (call) => {
      if (!(call.backend instanceof type)) throw new RangeError('a kernel of another backend');
      return own(call, call.backend) ?? general(call);
    },
  });
}

/** Replaces the kernels behind `tf.matMul` and `tf.fused.matMul` for single products with no activation other than ReLU. */
export function replaceProducts<Backend extends tf.KernelBackend>(
  backendType: BackendType<Backend>,
  product: MatrixProduct<Backend>,
): void {
  const own: OwnKernel<Backend> = ({ inputs: { a, b, bias }, attrs }, backend) => {
    const activation = attrs?.activation ?? 'linear';
    const isKnown = activation === 'linear' || activation === 'relu';
    if (!a || !b || !isKnown || !isOneMatrix(a) || !isOneMatrix(b)) return null;
    return product(
      backend,
      { matrix: a, isTransposed: attrs?.transposeA === true },
      { matrix: b, isTransposed: attrs?.transposeB === true },
      { biases: bias, isRelu: activation === 'relu' },
    );
  };
  replaceKernel(backendType, tf.BatchMatMul, own);
  replaceKernel(backendType, tf._FusedMatMul, own);
}

/** Whether it is a single matrix; leading dimensions of 1 are allowed. */
function isOneMatrix({ shape, dtype }: tf.TensorInfo): boolean {
  const isOne = shape.length >= 2 && shape.slice(0, -2).every((size) => size === 1);
  return isOne && dtype === 'float32' && !shape.includes(0);
}
