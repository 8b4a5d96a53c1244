import type { Hyperparameters, OptimizerName } from '../../configuration/hyperparameters.ts';
import { classNames, imagePixels } from '../../data/cifar10.ts';
import { isTrained, layerArrays, type NetworkArray, networkArrays } from '../../network/arrays.ts';
import { type ByKind, byKind, type LayerSpec, type Shape } from '../../network/specification.ts';
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

type GraphSettings = Pick<
  Hyperparameters,
  'optimizer' | 'inputScaling' | 'labelSmoothing' | 'weightDecay' | 'averageDecay'
>;

/**
 * The network in the form of the article's graph: how images become inputs, a scope for each layer, the loss, training and
 * evaluation.
 */
export function graphNodes(layers: readonly LayerSpec[], settings: GraphSettings): readonly GraphNode[] {
  const nodes: GraphNode[] = [
    { name: 'images', op: 'Placeholder', inputs: [], shape: [null, imagePixels] },
    { name: 'labels', op: 'Placeholder', inputs: [], shape: [null] },
    ...inputNodes(settings),
  ];
  let output = nodes.at(-1)?.name ?? '';
  for (const layer of layers) {
    const added = [...layerArrays(layer).map(variableNode), ...byKind(operationNodes, layer)(output)];
    nodes.push(...added);
    output = added.at(-1)?.name ?? output;
  }
  const arrays = networkArrays(layers);
  return [
    ...nodes,
    ...lossNodes(output, arrays, settings),
    ...trainingNodesOf(arrays, settings),
    { name: 'evaluation/predictions', op: 'ArgMax', inputs: [output], shape: [null] },
    { name: 'evaluation/accuracy', op: 'Mean', inputs: ['evaluation/predictions', 'labels'], shape: [] },
  ];
}

/** The last one has the network's inputs. */
function inputNodes({ inputScaling }: GraphSettings): readonly GraphNode[] {
  const pixels = [null, imagePixels];
  const mean: readonly GraphNode[] = [
    { name: 'inputs/pixel_mean', op: 'Const', inputs: [], shape: [imagePixels] },
    { name: 'inputs/Sub', op: 'Sub', inputs: ['images', 'inputs/pixel_mean'], shape: pixels },
  ];
  if (inputScaling === 'centred') return mean;
  const scale: readonly GraphNode[] = [
    { name: 'inputs/pixel_scale', op: 'Const', inputs: [], shape: [imagePixels] },
    { name: 'inputs/Mul', op: 'Mul', inputs: ['inputs/Sub', 'inputs/pixel_scale'], shape: pixels },
  ];
  if (inputScaling === 'standardized') return [...mean, ...scale];
  return [
    ...mean,
    ...scale,
    { name: 'inputs/whitening', op: 'Const', inputs: [], shape: [imagePixels, imagePixels] },
    { name: 'inputs/MatMul', op: 'MatMul', inputs: ['inputs/Mul', 'inputs/whitening'], shape: pixels },
    { name: 'inputs/Round', op: 'Round', inputs: ['inputs/MatMul'], shape: pixels },
  ];
}

function lossNodes(
  logits: string,
  arrays: readonly NetworkArray[],
  { labelSmoothing }: GraphSettings,
): readonly GraphNode[] {
  const weights = arrays.filter(({ role }) => role === 'weight').map(({ name }) => name);
  const targets = [null, classNames.length];
  const smoothing: readonly GraphNode[] = [
    { name: 'loss/OneHot', op: 'OneHot', inputs: ['labels'], shape: targets },
    { name: 'loss/label_smoothing', op: 'Const', inputs: [], shape: [] },
    {
      name: 'loss/smoothed_labels',
      op: 'Mul',
      inputs: ['loss/OneHot', 'loss/label_smoothing'],
      shape: targets,
    },
  ];
  const isSmoothed = labelSmoothing > 0;
  return [
    ...(isSmoothed ? smoothing : []),
    {
      name: 'loss/cross_entropy',
      op: isSmoothed ? 'SoftmaxCrossEntropyWithLogits' : 'SparseSoftmaxCrossEntropyWithLogits',
      inputs: [logits, isSmoothed ? 'loss/smoothed_labels' : 'labels'],
      shape: [],
    },
    { name: 'loss/L2Loss', op: 'L2Loss', inputs: weights, shape: [] },
    { name: 'loss/reg_constant', op: 'Const', inputs: [], shape: [] },
    { name: 'loss/l2_penalty', op: 'Mul', inputs: ['loss/L2Loss', 'loss/reg_constant'], shape: [] },
    { name: 'loss/total', op: 'Add', inputs: ['loss/cross_entropy', 'loss/l2_penalty'], shape: [] },
  ];
}

function trainingNodesOf(
  arrays: readonly NetworkArray[],
  { optimizer, weightDecay, averageDecay }: GraphSettings,
): readonly GraphNode[] {
  const trained = arrays.filter(isTrained).map(({ name }) => name);
  const update = trainingNodes[optimizer];
  const decay = weightDecay > 0 ? ['training/weight_decay'] : [];
  return [
    { name: 'training/learning_rate', op: 'Placeholder', inputs: [], shape: [] },
    ...decay.map((name) => ({ name, op: 'Const', inputs: [], shape: [] })),
    { ...update, inputs: ['loss/total', 'training/learning_rate', ...decay, ...trained], shape: [] },
    ...(averageDecay > 0
      ? [
          {
            name: 'training/ExponentialMovingAverage',
            op: 'AssignMovingAvg',
            inputs: [...arrays.map(({ name }) => name), `^${update.name}`],
            shape: [],
          },
        ]
      : []),
  ];
}

function variableNode({ name, shape }: NetworkArray): GraphNode {
  return { name, op: 'VariableV2', inputs: [], shape };
}

/** The nodes that compute a layer, given the node before it; the last one has the layer's outputs. */
const operationNodes: ByKind<(before: string) => readonly GraphNode[]> = {
  dense:
    ({ name, output, outputScale }) =>
    (before) => [
      { name: `${name}/MatMul`, op: 'MatMul', inputs: [before, `${name}/weights`], shape: [null, ...output] },
      {
        name: `${name}/Add`,
        op: 'Add',
        inputs: [`${name}/MatMul`, `${name}/biases`],
        shape: [null, ...output],
      },
      ...(outputScale === 1 ? [] : scaleNodes(name, output)),
    ],
  relu: singleNode('Relu'),
  gelu: singleNode('Gelu'),
  dropout: singleNode('Dropout'),
  image:
    ({ name, output }) =>
    (before) => {
      const [height = 1, width = 1, channels = 1] = output;
      return [
        { name: `${name}/Reshape`, op: 'Reshape', inputs: [before], shape: [null, channels, height, width] },
        {
          name: `${name}/Transpose`,
          op: 'Transpose',
          inputs: [`${name}/Reshape`],
          shape: [null, ...output],
        },
      ];
    },
  convolution:
    ({ name, output, hasBiases }) =>
    (before) => [
      convolutionNode(name, output, before),
      ...(hasBiases
        ? [
            {
              name: `${name}/BiasAdd`,
              op: 'BiasAdd',
              inputs: [`${name}/Conv2D`, `${name}/biases`],
              shape: [null, ...output],
            },
          ]
        : []),
    ],
  whitening:
    ({ name, output }) =>
    (before) => [convolutionNode(name, output, before)],
  batchNormalization:
    ({ name, output }) =>
    (before) => [
      {
        name: `${name}/FusedBatchNormV3`,
        op: 'FusedBatchNormV3',
        inputs: [before, `${name}/offset`, `${name}/mean`, `${name}/variance`],
        shape: [null, ...output],
      },
    ],
  maxPooling: singleNode('MaxPool'),
  averagePooling: singleNode('AvgPool'),
  globalMaxPooling: singleNode('Max'),
  globalAveragePooling: singleNode('Mean'),
  flatten: singleNode('Reshape'),
};

/** A node with the layer's own name. */
function singleNode(op: string) {
  return ({ name, output }: Pick<LayerSpec, 'name' | 'output'>) =>
    (before: string): readonly GraphNode[] => [{ name, op, inputs: [before], shape: [null, ...output] }];
}

function convolutionNode(name: string, output: Shape, before: string): GraphNode {
  return {
    name: `${name}/Conv2D`,
    op: 'Conv2D',
    inputs: [before, `${name}/filters`],
    shape: [null, ...output],
  };
}

function scaleNodes(name: string, output: Shape): readonly GraphNode[] {
  return [
    { name: `${name}/scale`, op: 'Const', inputs: [], shape: [] },
    { name: `${name}/Mul`, op: 'Mul', inputs: [`${name}/Add`, `${name}/scale`], shape: [null, ...output] },
  ];
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
