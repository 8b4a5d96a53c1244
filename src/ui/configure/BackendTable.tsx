import { backendTitles } from '../../backend/backendInfo.ts';
import {
  type BackendMeasurement,
  fastestMsPerStep,
  type MeasuredBackend,
} from '../../session/state/backendMeasurement.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { failureText } from '../words/failures.ts';
import { figureText } from '../words/numbers.ts';

interface BackendTableProps {
  readonly measurement: Exclude<BackendMeasurement, { kind: 'idle' }>;
}

/** What is measured so far. The fastest is marked only when all have had their turn. */
export default function BackendTable({ measurement: { kind, results } }: BackendTableProps) {
  const fastest = fastestMsPerStep(results);
  if (results.length === 0) return null;
  return (
    <table className="backend-table" aria-label="Measured backends">
      <thead>
        <tr>
          <th scope="col">Backend</th>
          <th scope="col">ms per step</th>
          <th scope="col">relative to the fastest</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <BackendRow key={result.name} result={result} fastest={kind === 'measured' ? fastest : null} />
        ))}
      </tbody>
    </table>
  );
}

interface BackendRowProps {
  readonly result: MeasuredBackend;
  /** ms per step; null while it is not known yet. */
  readonly fastest: number | null;
}

function BackendRow({ result, fastest }: BackendRowProps) {
  const title = backendTitles[result.name];
  if (result.kind === 'notTimed') {
    return (
      <tr>
        <th scope="row">{title}</th>
        <td className="backend-reason quiet" colSpan={3}>
          {failureText(result.failure)}
        </td>
      </tr>
    );
  }
  const { msPerStep } = result.timing;
  const isFastest = msPerStep === fastest;
  return (
    <tr className={isFastest ? 'fastest' : undefined}>
      <th scope="row">{title}</th>
      <td>{figureText(msPerStep)}</td>
      <td>{fastest === null ? '' : isFastest ? 'fastest' : figureText(msPerStep / fastest)}</td>
      <td>
        <UseButton result={result} />
      </td>
    </tr>
  );
}

function UseButton({ result: { name } }: { readonly result: MeasuredBackend }) {
  const session = useSession();
  const isChosen = useSessionState((state) => state.backendChoice === name);
  const disabledReason = useDisabledReason('backend');
  return (
    <ActionButton
      label={`Use ${backendTitles[name]}`}
      isPressed={isChosen}
      disabledReason={disabledReason}
      onPress={() => void session.chooseBackend(name)}
    >
      Use
    </ActionButton>
  );
}
