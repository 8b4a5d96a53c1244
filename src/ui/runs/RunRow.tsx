import { memo, useId, useRef, useState } from 'react';
import { viewsText } from '../../configuration/viewsText.ts';
import { networkNamed } from '../../network/networks.ts';
import type { RunSummary } from '../../runs/runRecord.ts';
import { CurveSample } from '../charts/CurveSample.tsx';
import { comparedLook } from '../charts/plot.ts';
import { ConfirmDialog } from '../common/ConfirmDialog.tsx';
import { MenuButton, type MenuItem } from '../common/MenuButton.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useToast } from '../common/Toast.tsx';
import { useDialog } from '../common/useDialog.ts';
import { accuracyText, counted, durationText, momentText, wholeNumber } from '../words/numbers.ts';
import { FoldButton } from './FoldButton.tsx';
import { NotesForm } from './NotesForm.tsx';
import { RenameForm } from './RenameForm.tsx';
import { RunDetails } from './RunDetails.tsx';
import { columns } from './runTable.ts';

interface RunRowProps {
  readonly run: RunSummary;
  readonly name: string;
  readonly isTrial: boolean;
  /** Whether the charts show it as the present run. */
  readonly isShown: boolean;
  /** The number of its curve's look; −1 where it is not ticked. */
  readonly slot: number;
  readonly checkpointCount: number;
  readonly isOpen: boolean;
  readonly onFold: (id: string, isOpen: boolean) => void;
  /** Why no run can be changed now, and the present one not exchanged; null where they can. */
  readonly cannotChange: string | null;
  readonly cannotExchange: string | null;
}

/** One run, what can be done with it, and below it its details while they are open. */
export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { run, name, isTrial, isShown, slot, checkpointCount, isOpen, onFold } = props;
  const { cannotChange, cannotExchange } = props;
  const session = useSession();
  const toast = useToast();
  const confirmation = useDialog();
  const nameId = useId();
  const menu = useRef<HTMLButtonElement>(null);
  const [editing, setEditing] = useState<'name' | 'notes' | null>(null);

  function finishEditing() {
    setEditing(null);
    menu.current?.focus();
  }

  const items: readonly MenuItem[] = [
    { label: 'Rename', onChoose: () => setEditing('name'), disabledReason: cannotChange },
    { label: 'Notes', onChoose: () => setEditing('notes'), disabledReason: cannotChange },
    { label: 'Download file', onChoose: () => void session.runs.exportRuns([run.id]) },
    { label: 'Delete', onChoose: confirmation.open, disabledReason: cannotChange ?? cannotExchange },
  ];
  const { hyperparameters, step } = run;
  return (
    <tbody className={isTrial ? 'run run-trial' : 'run'} data-run={run.id}>
      <tr aria-current={isShown ? 'true' : undefined}>
        <td className="run-tick">
          <Tick run={run} name={name} isShown={isShown} slot={slot} />
        </td>
        <th scope="row" className="run-name">
          {editing === 'name' ? (
            <RenameForm run={run} name={name} onDone={finishEditing} />
          ) : (
            <button
              id={nameId}
              type="button"
              className="link run-open"
              aria-disabled={cannotExchange !== null}
              title={cannotExchange ?? undefined}
              translate="no"
              onClick={() =>
                cannotExchange === null ? void session.runs.openRun(run.id) : toast(cannotExchange)
              }
            >
              {name}
            </button>
          )}
          {run.brokenBy && <span className="quiet run-broken">{endings[run.brokenBy]}</span>}
          <FoldButton isOpen={isOpen} describedBy={nameId} onFold={() => onFold(run.id, !isOpen)}>
            {checkpointCount === 0 ? 'Details' : counted(checkpointCount, 'checkpoint')}
          </FoldButton>
          {editing === 'notes' ? (
            <NotesForm run={run} name={name} onDone={finishEditing} />
          ) : (
            run.notes !== '' && (
              <p className="run-notes quiet" translate="no">
                {run.notes}
              </p>
            )
          )}
        </th>
        <td className="run-network">{networkNamed(run.network)?.title ?? run.network}</td>
        <td className="run-test">{accuracyOr(run.testAccuracy, viewsText(hyperparameters))}</td>
        <td className="run-validation">{accuracyOr(run.validationAccuracy, viewsText(hyperparameters))}</td>
        <td className="run-steps">
          {wholeNumber(step)}
          {step < hyperparameters.maxSteps && (
            <span className="quiet"> of {wholeNumber(hyperparameters.maxSteps)}</span>
          )}
        </td>
        <td className="run-time">{durationText(run.elapsedSeconds)}</td>
        <td className="run-when">{momentText(run.startedAt)}</td>
        <td className="run-more">
          <MenuButton button={menu} label={`More: ${name}`} items={items} />
          <ConfirmDialog
            dialog={confirmation.dialog}
            title="Delete this run?"
            action="Delete run"
            onConfirm={() => void session.runs.deleteRun(run.id)}
            copy={{ action: 'Download it first', onPress: () => void session.runs.exportRuns([run.id]) }}
          >
            This deletes the curves, histograms and log of {name}. Its checkpoints are kept.
          </ConfirmDialog>
        </td>
      </tr>
      {isOpen && (
        <tr className="run-details">
          <td />
          <td colSpan={columns.length + 1}>
            <RunDetails run={run} name={name} />
          </td>
        </tr>
      )}
    </tbody>
  );
});

const endings = { divergence: 'Diverged', fault: 'Ended by a fault' };

function Tick({ run, name, isShown, slot }: Pick<RunRowProps, 'run' | 'name' | 'isShown' | 'slot'>) {
  const session = useSession();
  // Its curves are read first; the tick does not wait for them.
  const [wanted, setWanted] = useState<boolean | null>(null);
  const isTicked = wanted ?? slot >= 0;
  const look = isShown ? ({ colour: '--train' } as const) : slot < 0 ? null : comparedLook(slot);

  async function show(isWanted: boolean) {
    setWanted(isWanted);
    await session.runs.setRunShown(run.id, isWanted);
    setWanted(null);
  }

  return (
    <label>
      <input
        type="checkbox"
        checked={isTicked}
        aria-label={`Show in charts: ${name}`}
        onChange={(event) => void show(event.target.checked)}
      />
      {look && <CurveSample curve={{ mark: 'line', ...look }} colour={`var(${look.colour})`} />}
    </label>
  );
}

function accuracyOr(accuracy: number | null, views: string): string {
  return accuracy === null ? '–' : `${accuracyText(accuracy)}${views}`;
}
