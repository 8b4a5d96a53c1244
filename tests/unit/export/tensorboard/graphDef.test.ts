import { describe, expect, it } from 'vitest';
import { graphNodes } from '../../../../src/export/tensorboard/graphDef.ts';
import { convolutionalNetwork } from '../../../../src/network/convolutionalNetwork.ts';
import { recordNetwork } from '../../../../src/network/recordNetwork.ts';
import { threeLayerNetwork } from '../../../../src/network/threeLayerNetwork.ts';
import { articleHyperparameters } from '../../../fixtures/articleHyperparameters.ts';

const settings = { ...articleHyperparameters, hiddenUnits: 8, hiddenUnits2: 6, dropout: 0.5 };
const layers = threeLayerNetwork.layers(settings);

const convolutionalLayers = convolutionalNetwork.layers(articleHyperparameters);
const recordLayers = recordNetwork.layers({ ...articleHyperparameters, depth: 1, activation: 'gelu' });

const everything = { ...settings, labelSmoothing: 0.1, weightDecay: 0.01, averageDecay: 0.9 };

describe('the graph for TensorBoard', () => {
  it('has a scope for each layer, in the order in which pictures go through them', () => {
    const nodes = graphNodes(layers, settings);
    const chain: string[] = [];
    for (let name: string | undefined = 'output/Add'; name !== undefined; ) {
      chain.unshift(name);
      name = nodes.find((node) => node.name === name)?.inputs[0];
    }
    expect(chain).toEqual([
      ...['images', 'inputs/Sub'],
      ...['hidden/MatMul', 'hidden/Add', 'hidden/relu', 'hidden/dropout'],
      ...['hidden2/MatMul', 'hidden2/Add', 'hidden2/relu', 'hidden2/dropout'],
      ...['output/MatMul', 'output/Add'],
    ]);
    expect(nodes.find(({ name }) => name === 'hidden2/weights')?.shape).toEqual([8, 6]);
  });

  it('has TensorFlow’s operations for convolutions, and trains only what is trained', () => {
    const nodes = graphNodes(recordLayers, settings);
    const opOf = (name: string) => nodes.find((node) => node.name === name)?.op;
    expect(opOf('image/Transpose')).toBe('Transpose');
    expect(opOf('whitening/Conv2D')).toBe('Conv2D');
    expect(opOf('whitening/gelu')).toBe('Gelu');
    expect(opOf('conv1/pool')).toBe('MaxPool');
    expect(opOf('conv1/norm/FusedBatchNormV3')).toBe('FusedBatchNormV3');
    expect(opOf('conv1/norm/mean')).toBe('VariableV2');
    expect(opOf('flatten')).toBe('Reshape');
    expect(opOf('output/Mul')).toBe('Mul');
    expect(nodes.find(({ op }) => op === 'ApplyGradientDescent')?.inputs).toEqual([
      ...['loss/total', 'training/learning_rate'],
      ...['conv1/filters', 'conv1/norm/offset', 'conv2/filters', 'conv2/norm/offset'],
      ...['conv3/filters', 'conv3/norm/offset', 'output/weights', 'output/biases'],
    ]);
    expect(nodes.find(({ op }) => op === 'L2Loss')?.inputs).not.toContain('whitening/filters');
  });

  it.each([
    ['dense', layers],
    ['convolutional', convolutionalLayers],
    ['record', recordLayers],
  ])('knows every node that it names as an input, of the %s network', (_, ofNetwork) => {
    const nodes = graphNodes(ofNetwork, everything);
    const names = nodes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { inputs } of nodes) {
      expect(names).toEqual(expect.arrayContaining(inputs.map((name) => name.replace(/^\^/, ''))));
    }
  });

  it.each([
    ['sgd', 'training/GradientDescent', 'ApplyGradientDescent'],
    ['momentum', 'training/Momentum', 'ApplyMomentum'],
    ['nesterov', 'training/NesterovMomentum', 'ApplyMomentum'],
    ['adam', 'training/Adam', 'ApplyAdam'],
  ] as const)('says that %s trained it', (optimizer, name, op) => {
    const updates = graphNodes(layers, { ...settings, optimizer }).filter((node) =>
      node.op.startsWith('Apply'),
    );
    expect(updates.map((node) => [node.name, node.op])).toEqual([[name, op]]);
  });

  it.each([
    ['centred', ['inputs/pixel_mean', 'inputs/Sub']],
    ['standardized', ['inputs/pixel_mean', 'inputs/Sub', 'inputs/pixel_scale', 'inputs/Mul']],
    [
      'whitened',
      [
        ...['inputs/pixel_mean', 'inputs/Sub', 'inputs/pixel_scale', 'inputs/Mul'],
        ...['inputs/whitening', 'inputs/MatMul', 'inputs/Round'],
      ],
    ],
  ] as const)(
    'has what makes %s inputs of images, and the first layer takes them',
    (inputScaling, expected) => {
      const nodes = graphNodes(layers, { ...settings, inputScaling });
      const names = nodes.map(({ name }) => name);
      expect(names.filter((name) => name.startsWith('inputs/'))).toEqual(expected);
      expect(nodes.find(({ name }) => name === 'hidden/MatMul')?.inputs[0]).toBe(expected.at(-1));
    },
  );

  it('has label smoothing, weight decay and averaging only where the run has them', () => {
    const added = ['loss/smoothed_labels', 'training/weight_decay', 'training/ExponentialMovingAverage'];
    const namesIn = (of: typeof settings) => graphNodes(layers, of).map(({ name }) => name);
    expect(namesIn(everything)).toEqual(expect.arrayContaining(added));
    for (const name of added) expect(namesIn(settings)).not.toContain(name);
  });
});
