import { hasConvolutions } from '../../network/stages.ts';
import { PartBoundary } from '../common/FaultBoundary.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { useShownNetwork } from '../common/useShownNetwork.ts';
import { CheckpointSlider } from './CheckpointSlider.tsx';
import { ConfusionView } from './confusion/ConfusionView.tsx';
import { FilmstripView } from './filmstrip/FilmstripView.tsx';
import { GuessesView } from './guesses/GuessesView.tsx';
import { HistogramViews } from './HistogramViews.tsx';
import { InsideView } from './inside/InsideView.tsx';
import { LayerCurves } from './LayerCurves.tsx';
import { ModelGraph } from './ModelGraph.tsx';
import { OwnPictureView } from './ownPicture/OwnPictureView.tsx';
import { UnitsView } from './units/UnitsView.tsx';
import './inspect.css';

/** What the article looks at in TensorBoard: the graph, and how logits and layers change. */
export default function InspectSection() {
  const { network, hyperparameters } = useShownNetwork();
  const logits = useSessionState((session) => session.logitsHistograms);
  const layers = useSessionState((session) => session.layersPoints);
  const hasFilters = network !== undefined && hasConvolutions(network.layers(hyperparameters));
  return (
    <section id="inspect-section" className="section" aria-labelledby="inspect-title">
      <div className="section-head">
        <h2 id="inspect-title">Inspect</h2>
      </div>
      <div className="through-time">
        <CheckpointSlider />
        <UnitsView />
        <FilmstripView />
        <InsideView />
        <GuessesView />
        <ConfusionView />
        <OwnPictureView />
      </div>
      {network && <ModelGraph network={network} hyperparameters={hyperparameters} />}
      {logits.length === 0 ? (
        <p className="quiet">
          Histograms of logits, weights, activations and gradients are recorded at the first step and then
          every 100 steps.
        </p>
      ) : (
        <PartBoundary>
          <HistogramViews
            logits={logits}
            layers={layers}
            hyperparameters={hyperparameters}
            network={network}
          />
          {layers.length > 0 && <LayerCurves points={layers} hasFilters={hasFilters} />}
        </PartBoundary>
      )}
    </section>
  );
}
