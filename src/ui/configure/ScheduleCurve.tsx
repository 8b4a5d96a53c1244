import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { learningRateAt } from '../../configuration/learningRateSchedule.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { parameterText, wholeNumber } from '../words/numbers.ts';

const width = 320;
const height = 72;

/** The learning rate from the first step to the last, before anything runs. Nothing where it stays the same throughout. */
export default function ScheduleCurve() {
  const fields = useSessionState((state) => state.fields);
  const network = useSessionState((state) => state.network);
  const values = chosenHyperparameters({ fields, network });
  if (!values || (values.schedule === 'constant' && values.warmupSteps === 0)) return null;
  const last = learningRateAt(values, values.maxSteps - 1);
  return (
    <figure className="schedule-curve">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label="Learning rate over the run">
        <polyline points={curvePoints(values)} />
      </svg>
      <figcaption className="quiet">
        Learning rate, from step 0 to step {wholeNumber(values.maxSteps)}: at most{' '}
        {parameterText(values.learningRate)},{' '}
        {last < values.learningRate / 1000 ? 'almost 0' : rateText(last)} at the end.
      </figcaption>
    </figure>
  );
}

function curvePoints(values: Hyperparameters): string {
  const points = Array.from({ length: width + 1 }, (_, x) => {
    const step = Math.min(values.maxSteps - 1, Math.round((x / width) * values.maxSteps));
    const share = learningRateAt(values, step) / values.learningRate;
    return `${x},${(height - 2 - share * (height - 4)).toFixed(1)}`;
  });
  return points.join(' ');
}

function rateText(rate: number): string {
  return parameterText(Number(rate.toPrecision(2)));
}
