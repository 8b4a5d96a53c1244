/** The lengths of an array's axes. */
export type Shape = readonly number[];

/** Where windows lie: with `same`, outputs are as many as inputs per stride, and zeros surround the inputs (as in TensorFlow). */
export type Padding = 'same' | 'valid';

/** The windows of a convolution: square, one output for each. */
interface Windows {
  readonly size: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** The standard deviation of the truncated normal distribution that weights start from, 0 for zeros. Biases start at 0. */
interface Drawn {
  readonly initialStddev: number;
}

/**
 * The properties of each kind of layer besides name and shapes. To add a kind of layer, start here; the compiler lists the rest.
 * Images are [height, width, channels].
 */
interface Properties {
  /** `(inputs · weights + biases) · outputScale` */
  readonly dense: Drawn & {
    /** A power of two, so that multiplying by it is exact. Less than 1 makes the layer learn more slowly than those before it. */
    readonly outputScale: number;
  };
  /** `max(0, inputs)` */
  readonly relu: unknown;
  /** `inputs · Φ(inputs)`, Φ the distribution function of the normal distribution. */
  readonly gelu: unknown;
  /** In training, a share of the inputs is set to 0 and the others are multiplied by 1 / (1 − rate). */
  readonly dropout: { readonly rate: number };
  /** The pixels of a record, one colour plane after another, as an image. */
  readonly image: unknown;
  /** Sums over windows of the image, weighted by filters. */
  readonly convolution: Windows &
    Drawn & {
      readonly hasBiases: boolean;
      /** Whether filter `n` starts by passing channel `n` on; filters beyond the number of channels are drawn. */
      readonly startsAsIdentity: boolean;
    };
  /**
   * A convolution whose filters make the windows' values uncorrelated with variance 1: the principal components of the training
   * images' patches, and their negatives. They are computed from the images, and not trained.
   */
  readonly whitening: Windows & {
    /** Added to the variance of each component. */
    readonly epsilon: number;
  };
  /** Each channel minus its mean, divided by its standard deviation, plus a trained offset. */
  readonly batchNormalization: {
    /** Added to the variance. */
    readonly epsilon: number;
    /** The share of a batch's statistics in the running ones, which evaluation uses. */
    readonly momentum: number;
  };
  /** The largest value of each window of `size` × `size`, side by side; the rest of an odd image is left out. */
  readonly maxPooling: { readonly size: number };
  /** The mean of each window of `size` × `size`, side by side. */
  readonly averagePooling: { readonly size: number };
  /** The largest value of each channel. */
  readonly globalMaxPooling: unknown;
  /** The mean of each channel. */
  readonly globalAveragePooling: unknown;
  /** All values in one row. */
  readonly flatten: unknown;
}

export type Kind = keyof Properties;

/**
 * A layer as data, which the page can read without TensorFlow.js. What each kind of layer computes is in `model/operations.ts`.
 */
export type Spec<K extends Kind> = {
  [P in K]: Properties[P] & {
    readonly kind: P;
    /** Unique within its network; also the first part of its arrays' names in files. */
    readonly name: string;
    /** Without the batch axis. */
    readonly input: Shape;
    readonly output: Shape;
  };
}[K];

export type LayerSpec = Spec<Kind>;

/** A table with an entry for each kind of layer. A table that lacks a kind does not compile. */
export type ByKind<Answer> = { readonly [K in Kind]: (layer: Spec<K>) => Answer };

/** Looks up the layer's kind in the table. */
export function byKind<Answer, K extends Kind>(table: ByKind<Answer>, layer: Spec<K>): Answer {
  return table[layer.kind](layer);
}

/** The number of values in an array of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}
