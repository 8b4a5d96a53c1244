/** The lengths of an array's axes. */
export type Shape = readonly number[];

/**
 * The properties of each kind of layer besides name and shapes. To add a kind of layer, start here; the compiler lists the rest.
 */
interface Properties {
  /** `inputs · weights + biases` */
  readonly dense: {
    /** Standard deviation of the truncated normal distribution that its weights start from, 0 for zeros; biases start at 0. */
    readonly initialStddev: number;
  };
  /** `max(0, inputs)` */
  readonly relu: unknown;
  /** In training, a share of the inputs is set to 0 and the others are multiplied by 1 / (1 − rate). */
  readonly dropout: { readonly rate: number };
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
