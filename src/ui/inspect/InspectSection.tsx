import { useMemo } from 'react';
import { articleHyperparameters } from '../../configuration/hyperparameters.ts';
import { networkNamed } from '../../model/networks.ts';
import { chosenHyperparameters } from '../../session/chosenHyperparameters.ts';
import { runOf } from '../../session/runState.ts';
import type { HistogramPoint } from '../../training/history.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { wholeNumber } from '../words/numbers.ts';
import { CheckpointSlider } from './CheckpointSlider.tsx';
import { ConfusionView } from './confusion/ConfusionView.tsx';
import { LogitsDistribution } from './LogitsDistribution.tsx';
import { LogitsHistograms } from './LogitsHistograms.tsx';
import { LogitsTable } from './LogitsTable.tsx';
import { ModelGraph } from './ModelGraph.tsx';
import { OwnPictureView } from './ownPicture/OwnPictureView.tsx';
import { type VisibleRange, visibleRange } from './visibleRange.ts';
import './inspect.css';

/** What the article looks at in TensorBoard: the graph, and the logits as they change. */
export function InspectSection() {
  const state = useSessionState((session) => session.run);
  const chosenNetwork = useSessionState((session) => session.network);
  const fields = useSessionState((session) => session.fields);
  const points = useSessionState((session) => session.logitsHistograms);
  const run = runOf(state);
  const network = networkNamed(run?.network ?? chosenNetwork);
  const hyperparameters =
    run?.hyperparameters ??
    chosenHyperparameters({ fields, network: chosenNetwork }) ??
    articleHyperparameters;
  return (
    <section id="inspect" className="section" aria-labelledby="inspect-title">
      <div className="section-head">
        <h2 id="inspect-title">Inspect</h2>
      </div>
      {network && <ModelGraph network={network} hyperparameters={hyperparameters} />}
      {points.length === 0 ? (
        <p className="quiet">The logits of a batch are counted at the first step and then every 100.</p>
      ) : (
        <LogitsViews points={points} />
      )}
      <CheckpointSlider />
      <ConfusionView />
      <OwnPictureView />
    </section>
  );
}

function LogitsViews({ points }: { readonly points: readonly HistogramPoint[] }) {
  const range = useMemo(() => visibleRange(points), [points]);
  return (
    <div className="inspect-pair">
      <LogitsHistograms points={points} range={range} />
      <LogitsDistribution points={points} range={range} />
      <p className="quiet inspect-wide">{cutNote(range)}</p>
      <LogitsTable points={points} />
    </div>
  );
}

function cutNote({ cut }: VisibleRange): string {
  if (!cut) return '';
  const { min, max } = cut.histogram;
  return `Both are cut at the sides: at step ${wholeNumber(cut.step)} the logits reach from ${min.toFixed(0)} to ${max.toFixed(0)}.`;
}
