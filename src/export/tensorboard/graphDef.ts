import type { OptimizerName } from '../../configuration/hyperparameters.ts';
import { layerArrays, type NetworkArray, networkArrays } from '../../network/arrays.ts';
import { type ByKind, byKind, type LayerSpec } from '../../network/specification.ts';
import { type Bytes, integerField, message, messageField, textField } from './protobuf.ts';

/** A node of the graph. The parts of its name before the last slash are its scopes, which TensorBoard collapses. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  /** The shape of its output; null stands for the batch size. */
  readonly shape: readonly (number | null)[];
}

/** The node that applies the gradients, under TensorFlow's name. */
const trainingNodes: Readonly<Record<OptimizerName, Pick<GraphNode, 'name' | 'op'>>> = {
  sgd: { name: 'training/GradientDescent', op: 'ApplyGradientDescent' },
  momentum: { name: 'training/Momentum', op: 'ApplyMomentum' },
  nesterov: { name: 'training/NesterovMomentum', op: 'ApplyMomentum' },
  adam: { name: 'training/Adam', op: 'ApplyAdam' },
};

/** The network in the form of the article's graph: a scope for each layer, the loss, training and evaluation. */
export function graphNodes(layers: readonly LayerSpec[], optimizer: OptimizerName): GraphNode[] {
  const nodes: GraphNode[] = [
    { name: 'images', op: 'Placeholder', inputs: [], shape: [null, ...(layers[0]?.input ?? [])] },
    { name: 'labels', op: 'Placeholder', inputs: [], shape: [null] },
  ];
  let output = 'images';
  for (const layer of layers) {
    const added = [...layerArrays(layer).map(variableNode), ...byKind(operationNodes, layer)(output)];
    nodes.push(...added);
    output = added.at(-1)?.name ?? output;
  }
  const arrays = networkArrays(layers);
  const weights = arrays.filter(({ role }) => role === 'weight').map(({ name }) => name);
  return [
    ...nodes,
    {
      name: 'loss/cross_entropy',
      op: 'SparseSoftmaxCrossEntropyWithLogits',
      inputs: [output, 'labels'],
      shape: [],
    },
    { name: 'loss/l2_penalty', op: 'L2Loss', inputs: weights, shape: [] },
    { name: 'loss/total', op: 'Add', inputs: ['loss/cross_entropy', 'loss/l2_penalty'], shape: [] },
    { ...trainingNodes[optimizer], inputs: ['loss/total', ...arrays.map(({ name }) => name)], shape: [] },
    { name: 'evaluation/predictions', op: 'ArgMax', inputs: [output], shape: [null] },
    { name: 'evaluation/accuracy', op: 'Mean', inputs: ['evaluation/predictions', 'labels'], shape: [] },
  ];
}

function variableNode({ name, shape }: NetworkArray): GraphNode {
  return { name, op: 'VariableV2', inputs: [], shape };
}

/** The nodes that compute a layer, given the node before it; the last one has the layer's outputs. */
const operationNodes: ByKind<(before: string) => readonly GraphNode[]> = {
  dense:
    ({ name, output }) =>
    (before) => [
      { name: `${name}/MatMul`, op: 'MatMul', inputs: [before, `${name}/weights`], shape: [null, ...output] },
      {
        name: `${name}/Add`,
        op: 'Add',
        inputs: [`${name}/MatMul`, `${name}/biases`],
        shape: [null, ...output],
      },
    ],
  relu:
    ({ name, output }) =>
    (before) => [{ name, op: 'Relu', inputs: [before], shape: [null, ...output] }],
  dropout:
    ({ name, output }) =>
    (before) => [{ name, op: 'Dropout', inputs: [before], shape: [null, ...output] }],
};

/** GraphDef: node = 1, versions = 4. */
export function encodeGraphDef(nodes: readonly GraphNode[]): Bytes {
  return message(
    ...nodes.map((node) => messageField(1, nodeDef(node))),
    messageField(4, integerField(1, 22)),
  );
}

/** NodeDef: name = 1, op = 2, input = 3, attr = 5 (a map entry: key = 1, value = 2). */
function nodeDef({ name, op, inputs, shape }: GraphNode): Bytes {
  return message(
    textField(1, name),
    textField(2, op),
    ...inputs.map((input) => textField(3, input)),
    messageField(5, message(textField(1, '_output_shapes'), messageField(2, shapeList(shape)))),
  );
}

/** AttrValue: list = 1 (shape = 7). TensorShapeProto: dim = 2 (size = 1; −1 where it is unknown). */
function shapeList(shape: readonly (number | null)[]): Bytes {
  const dimensions = shape.map((size) =>
    messageField(2, size === null ? unknownSize : integerField(1, size)),
  );
  return messageField(1, messageField(7, message(...dimensions)));
}

/** −1 as a 64-bit varint: its two's complement takes ten bytes. */
const unknownSize: Bytes = Uint8Array.from([8, ...Array<number>(9).fill(255), 1]);
