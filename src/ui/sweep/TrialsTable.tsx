import type { Hyperparameters, ParameterKey } from '../../configuration/hyperparameters.ts';
import { isUsed, parameterLabel } from '../../configuration/parameters.ts';
import type { RunSummary } from '../../runs/runRecord.ts';
import type { SweepRecord } from '../../sweep/sweepState.ts';
import { ranked, winnerOf } from '../../sweep/sweepState.ts';
import { durationText, lossText, wholeNumber } from '../words/numbers.ts';
import { parameterValueText } from '../words/parameters.ts';
import { trialResultText } from '../words/sweeps.ts';

interface TrialsTableProps {
  readonly sweep: SweepRecord;
  /** The records of its runs, by id; some may have been deleted. */
  readonly runs: ReadonlyMap<string, RunSummary>;
}

/** Every trial so far, the best first. */
export function TrialsTable({ sweep, runs }: TrialsTableProps) {
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
            <th scope="col">Loss, last batch</th>
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
                {trialResultText(result, runs.get(result.runId)?.brokenBy === 'divergence')}
                {result.trial === winner?.trial && <span className="winner-mark"> best</span>}
              </td>
              <td>{lossOf(runs.get(result.runId))}</td>
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

function lossOf(run: RunSummary | undefined): string {
  return run?.trainLoss == null ? '–' : lossText(run.trainLoss);
}

function valueText(key: ParameterKey, hyperparameters: Hyperparameters): string {
  return isUsed(key, hyperparameters) ? parameterValueText(key, hyperparameters) : '–';
}
