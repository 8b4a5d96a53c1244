import type { Hyperparameters, InputScalingName } from '../../configuration/hyperparameters.ts';
import { layerArrays, networkArrays } from '../../network/arrays.ts';
import type { Network } from '../../network/network.ts';
import { type ByKind, byKind, type LayerSpec, type Shape, sizeOf } from '../../network/specification.ts';
import { layerTitle } from '../words/layers.ts';
import { wholeNumber } from '../words/numbers.ts';

interface ModelGraphProps {
  readonly network: Network;
  readonly hyperparameters: Hyperparameters;
}

const inputTexts: Record<InputScalingName, string> = {
  centred: 'pixels minus the training mean',
  standardized: 'pixels, standardized',
  whitened: 'pixels, ZCA-whitened',
};

/** What the network is made of, from pixels to loss: shapes on the arrows, parameters in the boxes. */
export function ModelGraph({ network, hyperparameters }: ModelGraphProps) {
  const layers = network.layers(hyperparameters);
  const batch = wholeNumber(hyperparameters.batchSize);
  const total = networkArrays(layers).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return (
    <figure className="inspect-figure">
      <figcaption>
        <h3>Model graph</h3>
        <p className="quiet">
          {network.title}, {wholeNumber(total)} parameters. The numbers on the arrows are tensor shapes:
          images in the batch × values per image.
        </p>
      </figcaption>
      <ol className="graph" aria-label="Model graph">
        <Node
          title="Input"
          facts={[inputTexts[hyperparameters.inputScaling], '32 × 32 × 3 = 3,072 values']}
        />
        {stagesOf(layers).map(([first, ...others]) => (
          <Node
            key={first.name}
            title={layerTitle(first.name)}
            arrow={`${batch} × ${shapeText(first.input)}`}
            facts={[first, ...others].flatMap((layer) => byKind(factsOf, layer))}
          />
        ))}
        <Node
          title="Loss"
          arrow={`${batch} × 10 logits`}
          facts={[
            'softmax cross-entropy against the labels',
            `+ ${hyperparameters.regConstant} × Σ w² / 2 over all weights`,
          ]}
        />
      </ol>
    </figure>
  );
}

/** A layer with arrays, and the layers without arrays that follow it. */
type Stage = readonly [first: LayerSpec, ...others: LayerSpec[]];

function stagesOf(layers: readonly LayerSpec[]): Stage[] {
  const stages: Stage[] = [];
  for (const layer of layers) {
    const last = stages.at(-1);
    if (last && layerArrays(layer).length === 0) stages.splice(-1, 1, [...last, layer]);
    else stages.push([layer]);
  }
  return stages;
}

const factsOf: ByKind<readonly string[]> = {
  dense: (layer) => [
    arraysText(layer),
    layer.initialStddev === 0
      ? 'weights start at 0'
      : `weights start with standard deviation ${layer.initialStddev.toFixed(4)}`,
  ],
  relu: () => ['ReLU: negative values become 0'],
  dropout: ({ rate }) => [`dropout: each training step sets ${rate} of the units to 0`],
};

/** `weights 3,072 × 120, biases 120: 368,760 parameters` */
function arraysText(layer: LayerSpec): string {
  const arrays = layerArrays(layer);
  const count = arrays.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const texts = arrays.map(({ name, shape }) => `${name.slice(layer.name.length + 1)} ${shapeText(shape)}`);
  return `${texts.join(', ')}: ${wholeNumber(count)} parameters`;
}

function shapeText(shape: Shape): string {
  return shape.map(wholeNumber).join(' × ');
}

interface NodeProps {
  readonly title: string;
  readonly facts: readonly string[];
  /** The shape of what flows in. */
  readonly arrow?: string;
}

function Node({ title, facts, arrow }: NodeProps) {
  return (
    <li className="graph-step">
      {arrow && (
        <p className="graph-arrow figures">
          {arrow}
          <span aria-hidden="true" className="graph-arrow-line" />
        </p>
      )}
      <div className="graph-node">
        <h4>{title}</h4>
        {facts.map((fact) => (
          <p key={fact}>{fact}</p>
        ))}
      </div>
    </li>
  );
}
