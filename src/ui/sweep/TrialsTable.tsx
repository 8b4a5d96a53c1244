import type { Hyperparameters, ParameterKey } from '../../configuration/hyperparameters.ts';
import { isUsed, parameterLabel } from '../../configuration/parameters.ts';
import type { SweepRecord } from '../../sweep/sweepState.ts';
import { ranked, winnerOf } from '../../sweep/sweepState.ts';
import { accuracyText, durationText, wholeNumber } from '../words/numbers.ts';
import { parameterValueText } from '../words/parameters.ts';

/** Every trial so far, the best first. */
export function TrialsTable({ sweep }: { readonly sweep: SweepRecord }) {
  const keys = sweep.plan.dimensions.map(({ key }) => key);
  const winner = winnerOf(sweep);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="trials" tabIndex={0} aria-label="Trials, the best first">
      <table aria-label="Trials">
        <thead>
          <tr>
            <th scope="col">Rank</th>
            {keys.map((key) => (
              <th key={key} scope="col">
                {parameterLabel(key)}
              </th>
            ))}
            <th scope="col">Validation accuracy</th>
            <th scope="col">Steps</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {ranked(sweep.results).map(
            ({ trial, hyperparameters, validationAccuracy, step, seconds }, index) => (
              <tr key={trial} className={trial === winner?.trial ? 'winner' : undefined}>
                <th scope="row">{index + 1}</th>
                {keys.map((key) => (
                  <td key={key}>{valueText(key, hyperparameters)}</td>
                ))}
                <td>
                  {validationAccuracy === null ? 'none: ended by a fault' : accuracyText(validationAccuracy)}
                  {trial === winner?.trial && <span className="winner-mark"> best</span>}
                </td>
                <td>{wholeNumber(step)}</td>
                <td>{durationText(seconds)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}

function valueText(key: ParameterKey, hyperparameters: Hyperparameters): string {
  return isUsed(key, hyperparameters) ? parameterValueText(key, hyperparameters) : '–';
}
