import type { LayerValues } from '../../../inspection/layerOutputs.ts';
import { type LayerSpec, type Shape, sizeOf } from '../../../network/specification.ts';
import { type CombiningLayer, stagesOf } from '../../../network/stages.ts';

/** A stage of the network with what it has computed for a picture. */
export interface SeenStage {
  readonly first: CombiningLayer;
  /** Its place among the network's layers. */
  readonly place: number;
  /** Of all its layers, the first included. */
  readonly layers: readonly LayerSpec[];
  readonly outputs: readonly Float32Array[];
  /** What goes into it. */
  readonly inputs: Float32Array;
  /** The shape of its last outputs that are feature maps or units. */
  readonly shape: Shape;
}

/** The stages with their values; null where the values are another network's. */
export function seenStages(
  layers: readonly LayerSpec[],
  { inputs, outputs }: LayerValues,
): SeenStage[] | null {
  const areTheirs =
    outputs.length === layers.length &&
    layers.every(({ output }, place) => sizeOf(output) === outputs[place]?.length);
  if (!areTheirs) return null;
  return stagesOf(layers).map(({ first, others }) => {
    const place = layers.indexOf(first);
    // Flattened, the same values would be no maps any more.
    const shown = [first, ...others.filter(({ kind }) => kind !== 'flatten')];
    return {
      first,
      place,
      layers: shown,
      outputs: outputs.slice(place, place + shown.length),
      inputs: outputs[place - 1] ?? inputs,
      shape: shown.at(-1)?.output ?? first.output,
    };
  });
}
