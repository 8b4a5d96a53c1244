import { useMemo } from 'react';
import type { TracedValue } from '../../../inspection/tracedValues.ts';
import { type Contribution, contributions, windowAt } from '../../../inspection/windows.ts';
import type { LayerSpec } from '../../../network/specification.ts';
import { answerIn, type InspectionView } from '../../../session/state/inspectionState.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { channelName, otherChannelsText, stepText, valueText } from '../../words/outputValues.ts';
import { useInspection } from '../useInspection.ts';
import { Heatmap } from './Heatmap.tsx';
import type { SeenStage } from './insideLayers.ts';

/** Channels that are shown one by one. */
const shownChannels = 6;
const tileSide = 60;

interface OutputValueProps {
  readonly layers: readonly LayerSpec[];
  readonly stage: SeenStage;
  /** The way of the value through the stage. */
  readonly steps: readonly TracedValue[];
  /** Its filter or unit. */
  readonly channel: number;
  /** Where the weights are asked for. */
  readonly view: InspectionView;
}

/** How one value of a layer comes about: window × filter, the sum, and what the layers behind it make of it. */
export function OutputValue({ layers, stage, steps, channel, view }: OutputValueProps) {
  const { name } = stage.first;
  const question = useMemo(
    () => ({ kind: 'outputWeights', layer: name, output: channel }) as const,
    [name, channel],
  );
  const state = useInspection(view, question);

  const answer = answerIn(state, 'outputWeights');
  const weights = answer?.layer === name && answer.output === channel ? answer.weights : null;
  const [sum, ...followers] = steps;
  const window = useMemo(
    () => weights && sum && windowAt(layers, stage.place, stage.inputs, weights, sum.place),
    [layers, stage, weights, sum],
  );
  const parts = useMemo(() => window && contributions(window), [window]);
  if (state?.failure) return <FailureNotice failure={state.failure} />;
  if (!window || !weights || !parts || !sum) return <p className="quiet">Computing…</p>;

  const shown = parts.slice(0, shownChannels);
  const others = parts.slice(shownChannels);
  const [values, factors, products] = [
    limitOf(shown, 'values'),
    limitOf(shown, 'weights'),
    limitOf(shown, 'products'),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="output-value" tabIndex={0} aria-label="How this value is computed">
      <table>
        <caption>Grey is 0, orange positive, blue negative. The channels that add most come first.</caption>
        <thead>
          <tr>
            <th scope="col">Channel</th>
            <th scope="col">Window</th>
            <th scope="col">× weights</th>
            <th scope="col">= products</th>
            <th scope="col">Sum</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((part) => (
            <tr key={part.channel}>
              <th scope="row">{channelName(layers, stage.place, part.channel)}</th>
              <td>
                <Heatmap values={part.values} width={window.width} limit={values} side={tileSide} />
              </td>
              <td>
                <Heatmap values={part.weights} width={window.width} limit={factors} side={tileSide} />
              </td>
              <td>
                <Heatmap values={part.products} width={window.width} limit={products} side={tileSide} />
              </td>
              <td>{valueText(part.sum)}</td>
            </tr>
          ))}
          {others.length > 0 && (
            <Line
              text={otherChannelsText(layers, stage.place, others.length)}
              value={others.reduce((total, part) => total + part.sum, 0)}
            />
          )}
          <Line text="Bias" value={weights.bias} />
          <Line text={stepText(sum.layer)} value={sum.value} isTotal />
          {followers.map(({ layer, value }) => (
            <Line key={layer.name} text={stepText(layer)} value={value} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface LineProps {
  readonly text: string;
  readonly value: number;
  readonly isTotal?: boolean;
}

function Line({ text, value, isTotal }: LineProps) {
  return (
    <tr className={isTotal ? 'total' : undefined}>
      <th scope="row" colSpan={4}>
        {text}
      </th>
      <td>{valueText(value)}</td>
    </tr>
  );
}

function limitOf(parts: readonly Contribution[], what: 'values' | 'weights' | 'products'): number {
  return parts.reduce(
    (limit, part) => part[what].reduce((most, value) => Math.max(most, Math.abs(value)), limit),
    0,
  );
}
