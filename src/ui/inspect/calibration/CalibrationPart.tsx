import { useMemo } from 'react';
import { classNames } from '../../../data/cifar10.ts';
import { calibrationByClass, calibrationOf } from '../../../inspection/calibration.ts';
import type { Predictions } from '../../../inspection/predictions.ts';
import { DataTable } from '../../common/DataTable.tsx';
import { LazyDetails } from '../../common/LazyDetails.tsx';
import { calibrationText, excessText } from '../../words/calibration.ts';
import { wholeNumber } from '../../words/numbers.ts';
import { ReliabilityDiagram } from './ReliabilityDiagram.tsx';
import './calibration.css';

/** Whether the network is as often right as it is confident: on the whole, by confidence, and by class. */
export function CalibrationPart({ predictions }: { readonly predictions: Predictions }) {
  const calibration = useMemo(() => calibrationOf(predictions), [predictions]);
  const byClass = useMemo(() => calibrationByClass(predictions), [predictions]);
  return (
    <section className="inspect-part" aria-label="How sure is it?">
      <h4>How sure is it?</h4>
      <p>{calibrationText(calibration)}</p>
      <div className="calibration">
        <figure className="inspect-figure">
          <ReliabilityDiagram {...calibration} />
          <figcaption className="quiet">
            Confidence is the probability of the predicted class. Each bar is the share of correct predictions
            among those of about the same confidence; its pale part is the difference from that confidence.
          </figcaption>
        </figure>
        <DataTable
          label="Calibration by class"
          caption="The predictions of each class. A positive difference is overconfidence."
          columns={['Predicted class', 'Images', 'Confidence', 'Right', 'Difference']}
          rows={classNames.map((name, index) => {
            const found = byClass[index];
            if (!found) return [name, '0', '–', '–', '–'];
            const { images, confidence, accuracy } = found;
            return [
              name,
              wholeNumber(images),
              confidence.toFixed(3),
              accuracy.toFixed(3),
              excessText(confidence, accuracy),
            ];
          })}
        />
      </div>
      <LazyDetails summary="Values behind this diagram">
        <DataTable
          label="Reliability diagram, values"
          caption="15 bins of equal width, as in Guo et al. 2017; those without images are left out"
          columns={['Confidence up to', 'Images', 'Mean confidence', 'Right']}
          rows={calibration.bins.map(({ to, images, confidence, accuracy }) => [
            to.toFixed(3),
            wholeNumber(images),
            confidence.toFixed(4),
            accuracy.toFixed(4),
          ])}
        />
      </LazyDetails>
    </section>
  );
}
