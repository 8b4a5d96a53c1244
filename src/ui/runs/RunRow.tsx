import { memo, useState } from 'react';
import { viewsText } from '../../configuration/viewsText.ts';
import type { RunSummary } from '../../runs/runRecord.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { ConfirmDialog } from '../common/ConfirmDialog.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useDialog } from '../common/useDialog.ts';
import { accuracyText, durationText, wholeNumber } from '../words/numbers.ts';
import { shortConfiguration } from '../words/parameters.ts';
import { NotesForm } from './NotesForm.tsx';
import { RenameForm } from './RenameForm.tsx';

interface RunRowProps {
  readonly run: RunSummary;
  readonly isShown: boolean;
  /** Why no run can be changed now, and the present one not exchanged; null where they can. */
  readonly cannotChange: string | null;
  readonly cannotExchange: string | null;
}

/** One run: its configuration and result, and the actions on it. */
export const RunRow = memo(function RunRow({ run, isShown, cannotChange, cannotExchange }: RunRowProps) {
  const session = useSession();
  const confirmation = useDialog();
  const [isRenaming, setIsRenaming] = useState(false);
  const [isAnnotating, setIsAnnotating] = useState(false);
  // Its curves are read first; the tick does not wait for them.
  const [wanted, setWanted] = useState<boolean | null>(null);

  async function show(isWanted: boolean) {
    setWanted(isWanted);
    await session.runs.setRunShown(run.id, isWanted);
    setWanted(null);
  }

  return (
    <li className="run">
      <label className="inline-field run-tick">
        <input
          type="checkbox"
          checked={wanted ?? isShown}
          aria-label={`Show in charts: ${run.name}`}
          onChange={(event) => void show(event.target.checked)}
        />
      </label>
      <div className="run-text">
        {isRenaming ? (
          <RenameForm run={run} onDone={() => setIsRenaming(false)} />
        ) : (
          <p className="figures">
            <span translate="no">{run.name}</span>
            {run.testAccuracy !== null &&
              `: ${accuracyText(run.testAccuracy)} on the test set${viewsText(run.hyperparameters)}`}
          </p>
        )}
        <p className="quiet">{factsOf(run)}</p>
        {isAnnotating ? (
          <NotesForm run={run} onDone={() => setIsAnnotating(false)} />
        ) : (
          run.notes !== '' && (
            <p className="run-notes" translate="no">
              {run.notes}
            </p>
          )
        )}
      </div>
      <div className="row">
        <ActionButton disabledReason={cannotExchange} onPress={() => void session.runs.openRun(run.id)}>
          Open
        </ActionButton>
        <ActionButton disabledReason={cannotChange} onPress={() => setIsRenaming(true)}>
          Rename
        </ActionButton>
        <ActionButton disabledReason={cannotChange} onPress={() => setIsAnnotating(true)}>
          Notes
        </ActionButton>
        <ActionButton disabledReason={cannotChange ?? cannotExchange} onPress={confirmation.open}>
          Delete
        </ActionButton>
        <ConfirmDialog
          dialog={confirmation.dialog}
          title="Delete this run?"
          action="Delete run"
          onConfirm={() => void session.runs.deleteRun(run.id)}
          copy={{
            action: 'Download it for TensorBoard first',
            onPress: () => void session.runs.exportRuns([run.id]),
          }}
        >
          The curves, histograms and log of {run.name} will be deleted permanently. Its checkpoints are kept.
        </ConfirmDialog>
      </div>
    </li>
  );
});

const endings = { divergence: 'diverged by ', fault: 'ended by a fault at ' };

function factsOf({
  network,
  hyperparameters,
  step,
  elapsedSeconds,
  backend,
  parent,
  brokenBy,
}: RunSummary): string {
  const { maxSteps, seed } = hyperparameters;
  const facts = [
    shortConfiguration(network, hyperparameters),
    `seed ${seed}`,
    `${brokenBy ? endings[brokenBy] : ''}step ${wholeNumber(step)} / ${wholeNumber(maxSteps)}`,
    durationText(elapsedSeconds),
    ...(backend ? [`on ${backend}`] : []),
    ...(parent ? [`forked from ${parent.runId} at step ${wholeNumber(parent.step)}`] : []),
  ];
  return `${facts.join(', ')}.`;
}
