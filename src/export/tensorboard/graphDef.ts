import type { DenseLayer } from '../../model/network.ts';
import { type Bytes, integerField, message, messageField, textField } from './protobuf.ts';

/** A node of the graph: its name's parts before the last slash are its scopes, which TensorBoard folds. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  /** Of its output; null stands for the batch. */
  readonly shape: readonly (number | null)[];
}

/** The network as the article's graph shows it: a scope for each layer, the loss, training and evaluation. */
export function graphNodes(layers: readonly DenseLayer[]): GraphNode[] {
  const nodes: GraphNode[] = [
    { name: 'images', op: 'Placeholder', inputs: [], shape: [null, layers[0]?.inputs ?? 0] },
    { name: 'labels', op: 'Placeholder', inputs: [], shape: [null] },
  ];
  let output = 'images';
  for (const layer of layers) {
    const added = layerNodes(layer, output);
    nodes.push(...added);
    output = added.at(-1)?.name ?? output;
  }
  const weights = layers.map(({ name }) => `${name}/weights`);
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
    {
      name: 'training/GradientDescent',
      op: 'ApplyGradientDescent',
      inputs: ['loss/total', ...weights],
      shape: [],
    },
    { name: 'evaluation/predictions', op: 'ArgMax', inputs: [output], shape: [null] },
    { name: 'evaluation/accuracy', op: 'Mean', inputs: ['evaluation/predictions', 'labels'], shape: [] },
  ];
}

function layerNodes({ name, inputs, outputs, activation }: DenseLayer, before: string): GraphNode[] {
  const product = `${name}/MatMul`;
  const sum = `${name}/Add`;
  const nodes: GraphNode[] = [
    { name: `${name}/weights`, op: 'VariableV2', inputs: [], shape: [inputs, outputs] },
    { name: `${name}/biases`, op: 'VariableV2', inputs: [], shape: [outputs] },
    { name: product, op: 'MatMul', inputs: [before, `${name}/weights`], shape: [null, outputs] },
    { name: sum, op: 'Add', inputs: [product, `${name}/biases`], shape: [null, outputs] },
  ];
  if (activation === 'relu') {
    nodes.push({ name: `${name}/Relu`, op: 'Relu', inputs: [sum], shape: [null, outputs] });
  }
  return nodes;
}

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
