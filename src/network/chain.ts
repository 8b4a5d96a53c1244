import type { StddevRule } from './initialStddev.ts';
import { type LayerSpec, type Shape, type Spec, sizeOf } from './specification.ts';

/** A layer whose input is not known yet. */
export type Link = (before: { readonly name: string; readonly output: Shape }) => LayerSpec;

/** A layer with weights that are drawn. */
interface Drawn {
  readonly initialStddev: number | StddevRule;
}

/** Builds a sequence of layers: each takes the output of the one before. */
export function chain(input: Shape, ...links: readonly Link[]): readonly LayerSpec[] {
  const layers: LayerSpec[] = [];
  for (const link of links) layers.push(link(layers.at(-1) ?? { name: 'images', output: input }));
  return layers;
}

export function dense(
  name: string,
  units: number,
  { initialStddev, outputScale = 1 }: Drawn & { readonly outputScale?: number },
): Link {
  return ({ output }) => ({
    kind: 'dense',
    name,
    input: [sizeOf(output)],
    output: [units],
    initialStddev: stddevOf(initialStddev, sizeOf(output)),
    outputScale,
  });
}

/** Named after the layer before it: `hidden/relu`. */
export function relu(): Link {
  return ({ name, output }) => ({ kind: 'relu', name: `${stem(name)}/relu`, input: output, output });
}

/** Named after the layer before it: `hidden/gelu`. */
export function gelu(): Link {
  return ({ name, output }) => ({ kind: 'gelu', name: `${stem(name)}/gelu`, input: output, output });
}

/** Drops units of the layer before it. */
export function dropout(rate: number): Link {
  return ({ name, output }) => ({
    kind: 'dropout',
    name: `${stem(name)}/dropout`,
    input: output,
    output,
    rate,
  });
}

/** Square images from records of `channels` planes. */
export function image(channels: number): Link {
  return ({ output }) => {
    const side = Math.sqrt(sizeOf(output) / channels);
    return { kind: 'image', name: 'image', input: output, output: [side, side, channels] };
  };
}

export function convolution(
  name: string,
  filters: number,
  {
    initialStddev,
    ...settings
  }: Drawn & Pick<Spec<'convolution'>, 'size' | 'stride' | 'padding' | 'hasBiases' | 'startsAsIdentity'>,
): Link {
  return ({ output: input }) => ({
    kind: 'convolution',
    name,
    input,
    output: outputOf(input, filters, settings),
    initialStddev: stddevOf(initialStddev, settings.size ** 2 * (input.at(-1) ?? 1)),
    ...settings,
  });
}

export function whitening(
  name: string,
  filters: number,
  windows: Pick<Spec<'whitening'>, 'size' | 'stride' | 'padding' | 'epsilon'>,
): Link {
  return ({ output: input }) => ({
    kind: 'whitening',
    name,
    input,
    output: outputOf(input, filters, windows),
    ...windows,
  });
}

/** Named after the layer before it: `conv1/norm`. */
export function batchNormalization(settings: Pick<Spec<'batchNormalization'>, 'epsilon' | 'momentum'>): Link {
  return ({ name, output }) => ({
    kind: 'batchNormalization',
    name: `${stem(name)}/norm`,
    input: output,
    output,
    ...settings,
  });
}

export function maxPooling(size: number): Link {
  return ({ name, output }) => ({
    kind: 'maxPooling',
    name: `${stem(name)}/pool`,
    input: output,
    output: pooledShape(output, size),
    size,
  });
}

export function averagePooling(size: number): Link {
  return ({ name, output }) => ({
    kind: 'averagePooling',
    name: `${stem(name)}/pool`,
    input: output,
    output: pooledShape(output, size),
    size,
  });
}

export function globalMaxPooling(): Link {
  return ({ output: [height = 1, width = 1, channels = 1] }) => ({
    kind: 'globalMaxPooling',
    name: 'global_pool',
    input: [height, width, channels],
    output: [channels],
  });
}

export function globalAveragePooling(): Link {
  return ({ output: [height = 1, width = 1, channels = 1] }) => ({
    kind: 'globalAveragePooling',
    name: 'global_pool',
    input: [height, width, channels],
    output: [channels],
  });
}

export function flatten(): Link {
  return ({ output }) => ({ kind: 'flatten', name: 'flatten', input: output, output: [sizeOf(output)] });
}

function stddevOf(stddev: Drawn['initialStddev'], inputs: number): number {
  return typeof stddev === 'number' ? stddev : stddev(inputs);
}

/** The name of the layer with weights that others are named after: `conv1/norm` → `conv1`. */
function stem(name: string): string {
  return name.split('/')[0] ?? name;
}

function outputOf(
  [height = 1, width = 1]: Shape,
  filters: number,
  { size, stride, padding }: Pick<Spec<'convolution'>, 'size' | 'stride' | 'padding'>,
): Shape {
  const windows = (length: number) => Math.ceil((padding === 'same' ? length : length - size + 1) / stride);
  return [windows(height), windows(width), filters];
}

function pooledShape([height = 1, width = 1, channels = 1]: Shape, size: number): Shape {
  return [Math.floor(height / size), Math.floor(width / size), channels];
}
