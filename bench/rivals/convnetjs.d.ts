/** The part of ConvNetJS 0.3.0 that the benchmark uses; the package has no types. */
declare module 'convnetjs' {
  interface Layer {
    type: 'input' | 'conv' | 'pool' | 'fc' | 'softmax';
    sx?: number;
    stride?: number;
    pad?: number;
    filters?: number;
    out_sx?: number;
    out_sy?: number;
    out_depth?: number;
    num_neurons?: number;
    num_classes?: number;
    activation?: 'relu';
  }

  interface TrainerOptions {
    method: 'sgd';
    learning_rate: number;
    momentum: number;
    batch_size: number;
    l2_decay: number;
  }

  class Net {
    makeLayers(layers: Layer[]): void;
    forward(input: Vol): unknown;
  }

  class Vol {
    constructor(width: number, height: number, depth: number, value: number);
    w: Float64Array;
  }

  class SGDTrainer {
    constructor(net: Net, options: TrainerOptions);
    train(input: Vol, label: number): unknown;
  }

  const convnetjs: { Net: typeof Net; Vol: typeof Vol; SGDTrainer: typeof SGDTrainer };
  export default convnetjs;
  export type { Layer };
}
