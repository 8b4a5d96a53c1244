import { choiceDeclaration, isChoiceKey } from '../../configuration/hyperparameters.ts';
import { parameterLabel } from '../../configuration/parameters.ts';
import { viewsText } from '../../configuration/viewsText.ts';
import { networkNamed } from '../../network/networks.ts';
import {
  bestResult,
  type ComparedSetting,
  comparedSettings,
  type RunResult,
  settingOf,
} from '../../runs/compareRuns.ts';
import type { RunSummary } from '../../runs/runRecord.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { accuracyText, durationText, lossText, parameterText, wholeNumber } from '../words/numbers.ts';
import { changedValueText } from '../words/parameters.ts';
import { runNames } from '../words/runNames.ts';

const results: readonly {
  readonly result: RunResult;
  readonly title: string;
  readonly format: (value: number, run: RunSummary) => string;
}[] = [
  { result: 'trainLoss', title: 'Loss, last batch', format: lossText },
  { result: 'trainAccuracy', title: 'Training accuracy, last batch', format: accuracyText },
  { result: 'validationAccuracy', title: 'Best validation accuracy', format: evaluatedText },
  { result: 'testAccuracy', title: 'Test accuracy', format: evaluatedText },
];

/** Runs side by side: a column each, differing settings marked, the best of each result marked. */
export function ComparisonTable({ runs }: { readonly runs: readonly RunSummary[] }) {
  const names = runNames(useSessionState((state) => state.runs));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="comparison" tabIndex={0} aria-label="Comparison of the ticked runs">
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {runs.map(({ id, name }) => (
              <th key={id} scope="col" translate="no">
                {names.get(id) ?? name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparedSettings(runs).map(({ setting, differs }) => (
            <tr key={setting} className={differs ? 'differs' : undefined}>
              <th scope="row">
                {settingTitle(setting)}
                {differs && <span className="mark"> differs</span>}
              </th>
              {runs.map((run) => (
                <td key={run.id}>{changeOf(run, setting) ?? valueText(setting, settingOf(run, setting))}</td>
              ))}
            </tr>
          ))}
          <ResultRow title="Steps" runs={runs} value={({ step }) => wholeNumber(step)} />
          <ResultRow title="Time" runs={runs} value={({ elapsedSeconds }) => durationText(elapsedSeconds)} />
          {results.map(({ result, title, format }) => {
            const best = bestResult(runs, result);
            return (
              <ResultRow
                key={result}
                title={title}
                runs={runs}
                value={(run) => (run[result] === null ? '–' : format(run[result], run))}
                isBest={(run) => best !== null && run[result] === best}
              />
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface ResultRowProps {
  readonly title: string;
  readonly runs: readonly RunSummary[];
  readonly value: (run: RunSummary) => string;
  readonly isBest?: (run: RunSummary) => boolean;
}

function ResultRow({ title, runs, value, isBest }: ResultRowProps) {
  return (
    <tr>
      <th scope="row">{title}</th>
      {runs.map((run) => (
        <td key={run.id} className={isBest?.(run) ? 'best' : undefined}>
          {value(run)}
          {isBest?.(run) && <span className="mark"> best</span>}
        </td>
      ))}
    </tr>
  );
}

function evaluatedText(accuracy: number, { hyperparameters }: RunSummary): string {
  return `${accuracyText(accuracy)}${viewsText(hyperparameters)}`;
}

function settingTitle(setting: ComparedSetting): string {
  if (setting === 'network') return 'Network';
  if (setting === 'backend') return 'Backend';
  return parameterLabel(setting);
}

/** `0.012 → 0.39 at 249`, where it was changed in the middle of the run; else null. */
function changeOf({ changes }: RunSummary, setting: ComparedSetting): string | null {
  return setting === 'network' || setting === 'backend' ? null : changedValueText(setting, changes);
}

/** As Configure shows it. */
function valueText(setting: ComparedSetting, value: string | number | null): string {
  if (value === null) return '–';
  if (typeof value === 'number') return parameterText(value);
  if (setting === 'network') return networkNamed(value)?.title ?? value;
  if (setting === 'backend' || !isChoiceKey(setting)) return value;
  return choiceDeclaration(setting).options.find((option) => option.value === value)?.label ?? value;
}
