import { networkNamed } from '../../network/networks.ts';
import { accuracyText, counted, durationText, momentText, wholeNumber } from '../words/numbers.ts';
import { methodTitles } from '../words/sweeps.ts';
import { FoldButton } from './FoldButton.tsx';
import type { SweepEntry } from './runTable.ts';

interface SweepRowProps {
  readonly entry: SweepEntry;
  readonly onFold: (id: string, isOpen: boolean) => void;
}

/** A sweep: its best results, and the button that lists its trials below it. */
export function SweepRow({ entry, onFold }: SweepRowProps) {
  const { sweep, trials, isOpen, values } = entry;
  const { plan } = sweep;
  const startedAt = trials
    .map((trial) => trial.startedAt)
    .sort()
    .at(-1);
  return (
    <tbody className="run run-sweep">
      <tr>
        <td />
        <th scope="row" className="run-name">
          <FoldButton isOpen={isOpen} onFold={() => onFold(plan.id, !isOpen)}>
            {methodTitles[plan.method]} search, {counted(trials.length, 'trial')}
          </FoldButton>
        </th>
        <td className="run-network">{networkNamed(plan.network)?.title ?? plan.network}</td>
        <td className="run-test">{accuracyOr(values.test)}</td>
        <td className="run-validation">{accuracyOr(values.validation)}</td>
        <td className="run-steps">{wholeNumber(Number(values.steps))}</td>
        <td className="run-time">{durationText(Number(values.time))}</td>
        <td className="run-when">{startedAt && momentText(startedAt)}</td>
        <td />
      </tr>
    </tbody>
  );
}

function accuracyOr(value: string | number | null): string {
  return typeof value === 'number' ? accuracyText(value) : '–';
}
