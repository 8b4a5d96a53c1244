import type { Hyperparameters, InputScalingName } from '../../configuration/hyperparameters.ts';
import { networkArrays } from '../../network/arrays.ts';
import type { Network } from '../../network/network.ts';
import { groupedStages, type StageGroup, stagesOf } from '../../network/stages.ts';
import { layersTitle, layerTitle } from '../words/layers.ts';
import { shapeText } from '../words/networks.ts';
import { wholeNumber } from '../words/numbers.ts';
import { areSame, factsOfStages, valuesText } from './stageFacts.ts';

interface ModelGraphProps {
  readonly network: Network;
  readonly hyperparameters: Hyperparameters;
}

const inputTexts: Record<InputScalingName, string> = {
  centred: 'pixels minus the training mean',
  standardized: 'pixels, standardized',
  whitened: 'pixels, ZCA-whitened',
};

/** More stages than this do not fit beside each other. */
const stagesInARow = 3;

/** What the network is made of, from pixels to loss: shapes on the arrows, parameters in the boxes. */
export function ModelGraph({ network, hyperparameters }: ModelGraphProps) {
  const layers = network.layers(hyperparameters);
  const groups = groupedStages(stagesOf(layers), areSame);
  const facts = factsOfStages(groups.map(([stage]) => stage));
  const batch = wholeNumber(hyperparameters.batchSize);
  return (
    <figure className="inspect-figure">
      <figcaption>
        <h3>Model graph</h3>
        <p className="quiet">
          {network.title}, {valuesText(networkArrays(layers))}. The numbers on the arrows are tensor shapes:
          images in the batch × values per image.
        </p>
      </figcaption>
      <ol
        className={`graph ${groups.length > stagesInARow ? 'is-long' : 'is-short'}`}
        aria-label="Model graph"
      >
        <Node
          title="Input"
          facts={[inputTexts[hyperparameters.inputScaling], '32 × 32 × 3 = 3,072 values']}
        />
        {groups.map((group, place) => (
          <Node
            key={group[0].first.name}
            title={groupTitle(group)}
            arrow={`${batch} × ${shapeText(group[0].first.input)}`}
            facts={groupFacts(group, facts[place] ?? [])}
          />
        ))}
        <Node
          title="Loss"
          arrow={`${batch} × 10 logits`}
          facts={[
            crossEntropyText(hyperparameters),
            `plus ${hyperparameters.regConstant} × Σ w² / 2 over all weights`,
          ]}
        />
      </ol>
    </figure>
  );
}

function crossEntropyText({ labelSmoothing }: Hyperparameters): string {
  const against = 'softmax cross-entropy against the labels';
  return labelSmoothing === 0 ? against : `${against}, smoothed by ${labelSmoothing}`;
}

function groupTitle(group: StageGroup): string {
  const [{ first }] = group;
  const last = group.at(-1)?.first ?? first;
  return last === first ? layerTitle(first.name) : layersTitle(first.name, last.name);
}

/** Of a group, they are those of each of its stages. */
function groupFacts(group: StageGroup, [first = '', ...others]: readonly string[]): readonly string[] {
  return group.length > 1 ? [`each: ${first}`, ...others] : [first, ...others];
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
        <div className="graph-facts">
          {facts.map((fact) => (
            <p key={fact}>{fact}</p>
          ))}
        </div>
      </div>
    </li>
  );
}
