import { type LayerSpec, type Shape, type Spec, sizeOf } from './specification.ts';

/** A layer whose input is not known yet. */
type Link = (before: { readonly name: string; readonly output: Shape }) => LayerSpec;

/** Builds a sequence of layers: each takes the output of the one before. */
export function chain(input: Shape, ...links: readonly Link[]): readonly LayerSpec[] {
  const layers: LayerSpec[] = [];
  for (const link of links) layers.push(link(layers.at(-1) ?? { name: 'images', output: input }));
  return layers;
}

export function dense(
  name: string,
  units: number,
  { initialStddev }: Pick<Spec<'dense'>, 'initialStddev'>,
): Link {
  return ({ output }) => ({
    kind: 'dense',
    name,
    input: [sizeOf(output)],
    output: [units],
    initialStddev,
  });
}

/** Named after the layer before it: `hidden/relu`. */
export function relu(): Link {
  return ({ name, output }) => ({ kind: 'relu', name: `${name}/relu`, input: output, output });
}

/** Drops units of the layer before it. */
export function dropout(rate: number): Link {
  return ({ name, output }) => ({
    kind: 'dropout',
    name: `${name.replace(/\/relu$/, '')}/dropout`,
    input: output,
    output,
    rate,
  });
}
