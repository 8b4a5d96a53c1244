import type { Hyperparameters, InputScalingName } from '../../configuration/hyperparameters.ts';
import type { DenseLayer, Network } from '../../model/network.ts';
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
  const total = layers.reduce((sum, layer) => sum + parameterCount(layer), 0);
  return (
    <figure className="inspect-figure">
      <figcaption>
        <h3>Model graph</h3>
        <p className="quiet">
          {network.title}, {wholeNumber(total)} parameters. Numbers on the arrows are the shapes of what
          flows: pictures of the batch × values of each.
        </p>
      </figcaption>
      <ol className="graph" aria-label="Model graph">
        <Node
          title="Input"
          facts={[inputTexts[hyperparameters.inputScaling], '32 × 32 × 3 = 3,072 values']}
        />
        {layers.map((layer) => (
          <LayerNode key={layer.name} layer={layer} batch={batch} />
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

function LayerNode({ layer, batch }: { readonly layer: DenseLayer; readonly batch: string }) {
  const { name, inputs, outputs, activation, initialStddev } = layer;
  return (
    <Node
      title={`${name[0]?.toUpperCase()}${name.slice(1)} layer`}
      arrow={`${batch} × ${wholeNumber(inputs)}`}
      facts={[
        `weights ${wholeNumber(inputs)} × ${wholeNumber(outputs)}, biases ${wholeNumber(outputs)}`,
        `${wholeNumber(parameterCount(layer))} parameters, weights start ${initialStddev === 0 ? 'at zero' : `with stddev ${initialStddev.toFixed(4)}`}`,
        activation === 'relu' ? 'ReLU: negative sums become 0' : 'no activation: its outputs are the logits',
      ]}
    />
  );
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

function parameterCount({ inputs, outputs }: DenseLayer): number {
  return inputs * outputs + outputs;
}
