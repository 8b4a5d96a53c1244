import * as v from 'valibot';
import type { KerasLayer } from '../export/kerasLayers.ts';
import type { Failure } from '../failure.ts';
import { unread, unsuitable } from './refusals.ts';

/** The deepest network of the page has 48 convolutions, with a normalization, an activation and four arrays each. */
const maxLayers = 200;

const name = v.pipe(v.string(), v.maxLength(200));

const layerSchema = v.object({
  class_name: name,
  name: v.optional(v.string()),
  config: v.record(v.string(), v.unknown()),
  inbound_nodes: v.optional(v.array(v.unknown()), []),
});

const topologySchema = v.object({
  class_name: name,
  config: v.object({ layers: v.pipe(v.array(layerSchema), v.maxLength(maxLayers)) }),
});

/** The converter wraps Keras's own topology. */
const wrappedSchema = v.object({ model_config: v.unknown() });

type ModelLayer = v.InferOutput<typeof layerSchema>;

/**
 * The layers of a Keras model, each taking what the one before returns: of a Sequential, or of a functional model without branches.
 *
 * @throws Failure `weights-kind-unread`, `weights-unsuitable`
 */
export function kerasModel(topology: unknown): readonly KerasLayer[] {
  const wrapped = v.safeParse(wrappedSchema, topology);
  const parsed = v.safeParse(topologySchema, wrapped.success ? wrapped.output.model_config : topology);
  if (!parsed.success) throw unread('JSON without the layers of a Keras model');
  const { class_name: kind, config } = parsed.output;
  switch (kind) {
    case 'Sequential':
      return config.layers;
    case 'Model':
    case 'Functional':
      return inChain(config.layers);
    default:
      throw unread(`a Keras model of the class ${kind}`);
  }
}

/** What a layer of that name is called in the topology. */
export function layerName({
  config,
  name: outer,
}: KerasLayer & { readonly name?: string | undefined }): string {
  return typeof config.name === 'string' ? config.name : (outer ?? '');
}

function inChain(layers: readonly ModelLayer[]): readonly KerasLayer[] {
  const inputsOf = new Map(layers.map((layer) => [layer, layer.inbound_nodes.flatMap(inboundLayers)]));
  const followers = new Map<string, ModelLayer[]>();
  for (const [layer, inputs] of inputsOf) {
    if (inputs.length > 1) throw branches(layer);
    const before = inputs[0] ?? '';
    followers.set(before, [...(followers.get(before) ?? []), layer]);
  }
  const chain: ModelLayer[] = [];
  let before = '';
  for (;;) {
    const [next, other] = followers.get(before) ?? [];
    if (other) throw branches(other);
    // A layer cannot come twice, because no layer has two inputs; the first one has none.
    if (!next) break;
    chain.push(next);
    before = layerName(next);
    if (chain.length > layers.length) throw branches(next);
  }
  const [lost] = layers.filter((layer) => !chain.includes(layer));
  if (lost) throw branches(lost);
  return chain;
}

/** The names of the layers whose outputs a call takes, in the notation of Keras 2 or 3. */
function inboundLayers(node: unknown): readonly string[] {
  if (Array.isArray(node)) {
    const [first] = node;
    return typeof first === 'string' ? [first] : node.flatMap(inboundLayers);
  }
  if (typeof node !== 'object' || node === null) return [];
  return 'keras_history' in node
    ? inboundLayers(node.keras_history)
    : Object.values(node).flatMap(inboundLayers);
}

function branches(layer: ModelLayer): Failure {
  return unsuitable(`the model is no chain of layers: “${layerName(layer)}” is in a branch`);
}
