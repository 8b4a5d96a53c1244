import { describe, expect, it } from 'vitest';
import { graphNodes } from '../../../../src/export/tensorboard/graphDef.ts';
import { threeLayerNetwork } from '../../../../src/network/threeLayerNetwork.ts';
import { articleHyperparameters } from '../../../fixtures/articleHyperparameters.ts';

const layers = threeLayerNetwork.layers({
  ...articleHyperparameters,
  hiddenUnits: 8,
  hiddenUnits2: 6,
  dropout: 0.5,
});

describe('the graph for TensorBoard', () => {
  it('has a scope for each layer, in the order in which pictures go through them', () => {
    const nodes = graphNodes(layers, 'sgd');
    const chain: string[] = [];
    for (let name: string | undefined = 'output/Add'; name !== undefined; ) {
      chain.unshift(name);
      name = nodes.find((node) => node.name === name)?.inputs[0];
    }
    expect(chain).toEqual([
      'images',
      ...['hidden/MatMul', 'hidden/Add', 'hidden/relu', 'hidden/dropout'],
      ...['hidden2/MatMul', 'hidden2/Add', 'hidden2/relu', 'hidden2/dropout'],
      ...['output/MatMul', 'output/Add'],
    ]);
    expect(nodes.find(({ name }) => name === 'hidden2/weights')?.shape).toEqual([8, 6]);
  });

  it('knows every node that it names as an input', () => {
    const nodes = graphNodes(layers, 'sgd');
    const names = nodes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { inputs } of nodes) expect(names).toEqual(expect.arrayContaining([...inputs]));
  });

  it.each([
    ['sgd', 'ApplyGradientDescent'],
    ['momentum', 'ApplyMomentum'],
    ['nesterov', 'ApplyMomentum'],
    ['adam', 'ApplyAdam'],
  ] as const)('says that %s trained it', (optimizer, op) => {
    const ops = graphNodes(layers, optimizer).map((node) => node.op);
    expect(ops.filter((name) => name.startsWith('Apply'))).toEqual([op]);
  });
});
