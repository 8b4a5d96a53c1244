import type { Hyperparameters, ParameterKey } from '../../configuration/hyperparameters.ts';
import { isUsed, parameterLabel } from '../../configuration/parameters.ts';
import type { SweepRecord } from '../../sweep/sweepState.ts';
import { ranked, winnerOf } from '../../sweep/sweepState.ts';
import { durationText, wholeNumber } from '../words/numbers.ts';
import { parameterValueText } from '../words/parameters.ts';
import { trialResultText } from '../words/sweeps.ts';

interface TrialsTableProps {
  readonly sweep: SweepRecord;
  /** The ids of runs that have diverged. */
  readonly diverged: ReadonlySet<string>;
}

/** Every trial so far, the best first. */
export function TrialsTable({ sweep, diverged }: TrialsTableProps) {
  const keys = sweep.plan.dimensions.map(({ key }) => key);
  const winner = winnerOf(sweep);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="trials" tabIndex={0} aria-label="Trials, the best first">
      <table aria-label="Trials">
        <thead>
          <tr>
            <th scope="col">Rank</th>
            <th scope="col">Validation accuracy</th>
            {keys.map((key) => (
              <th key={key} scope="col">
                {parameterLabel(key)}
              </th>
            ))}
            <th scope="col">Steps</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {ranked(sweep.results).map((result, index) => (
            <tr key={result.trial} className={result.trial === winner?.trial ? 'winner' : undefined}>
              <th scope="row">{index + 1}</th>
              <td>
                {trialResultText(result, diverged.has(result.runId))}
                {result.trial === winner?.trial && <span className="winner-mark"> best</span>}
              </td>
              {keys.map((key) => (
                <td key={key}>{valueText(key, result.hyperparameters)}</td>
              ))}
              <td>{wholeNumber(result.step)}</td>
              <td>{durationText(result.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function valueText(key: ParameterKey, hyperparameters: Hyperparameters): string {
  return isUsed(key, hyperparameters) ? parameterValueText(key, hyperparameters) : '–';
}
