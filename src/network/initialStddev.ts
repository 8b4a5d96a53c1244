/** The standard deviation of initial weights, by the number of inputs that a unit or filter sums. */
export type StddevRule = (inputs: number) => number;

/** The article's: the sum of inputs of variance 1 has variance 1. */
export const inverseRoot: StddevRule = (inputs) => 1 / Math.sqrt(inputs);

/** For inputs behind ReLU, which halves their mean square (He et al., "Delving Deep into Rectifiers" (2015)). */
export const forRectified: StddevRule = (inputs) => Math.sqrt(2 / inputs);

/** That of PyTorch's default initialization, which is uniform. */
export const pytorchDefault: StddevRule = (inputs) => 1 / Math.sqrt(3 * inputs);
