import type { NamedArray } from '../tensorFiles/namedArray.ts';

/** The two arrays of one dense layer. */
export interface LayerWeights {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** [inputs, outputs] */
  readonly weights: NamedArray;
  /** [outputs] */
  readonly biases: NamedArray;
}

/** Pairs `name/weights` with `name/biases`, from the first layer to the last. */
export function layerWeights(arrays: readonly NamedArray[]): LayerWeights[] {
  const matrices = arrays.filter(({ name }) => name.endsWith('/weights'));
  return matrices.map((weights) => {
    const name = weights.name.replace(/\/weights$/, '');
    const biases = arrays.find((array) => array.name === `${name}/biases`);
    const [inputs, outputs] = weights.shape;
    if (!biases || inputs === undefined || outputs === undefined) {
      throw new RangeError(`${name} is not a dense layer`);
    }
    return { name, inputs, outputs, weights, biases };
  });
}
