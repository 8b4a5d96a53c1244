import { memo, useId, useRef } from 'react';
import type { CheckpointReason, CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import type { StoredCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { ConfirmDialog } from '../common/ConfirmDialog.tsx';
import { MenuButton } from '../common/MenuButton.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useDialog } from '../common/useDialog.ts';
import { checkpointTitle } from '../words/checkpoints.ts';
import { bytesText, momentText } from '../words/numbers.ts';
import { shortConfiguration } from '../words/parameters.ts';

const reasonTexts: Record<CheckpointReason, string> = {
  scheduled: 'every 1,000 steps',
  autosaved: 'saved during training',
  best: 'best validation accuracy so far',
  finished: 'end of the run',
  paused: 'on Pause',
  stopped: 'on Stop',
  requested: 'saved by you',
  imported: 'opened from a weights file',
};

interface CheckpointRowProps {
  readonly checkpoint: StoredCheckpoint;
  /** Of its run; null where that is not on record. */
  readonly runName: string | null;
  /** Why none can be restored now, and none changed; null where they can. */
  readonly cannotRestore: string | null;
  readonly cannotChange: string | null;
}

/** One checkpoint: what it holds, Restore, and Delete. */
export const CheckpointRow = memo(function CheckpointRow({
  checkpoint,
  runName,
  cannotRestore,
  cannotChange,
}: CheckpointRowProps) {
  const session = useSession();
  const confirmation = useDialog();
  const { id, summary, byteLength, place, isPinned } = checkpoint;
  const titleId = useId();
  const menu = useRef<HTMLButtonElement>(null);
  const title = summary ? checkpointTitle(summary) : 'Unreadable checkpoint';
  return (
    <li className="checkpoint">
      <div className="checkpoint-text">
        <p id={titleId} className="checkpoint-title">
          {title}
        </p>
        <p className="quiet">
          {summary
            ? factsOf(summary, runName)
            : 'It is damaged, or was stored by a newer version of this page: reload the page to get that version.'}{' '}
          {isPinned && 'Pinned. '}
          {bytesText(byteLength)} in {place}.
        </p>
      </div>
      <div className="row">
        {summary && (
          <ActionButton
            describedBy={titleId}
            disabledReason={cannotRestore}
            onPress={() => void session.restoreCheckpoint(id)}
          >
            Restore
          </ActionButton>
        )}
        <ActionButton describedBy={titleId} disabledReason={cannotChange} onPress={confirmation.open}>
          Delete
        </ActionButton>
        {summary && (
          <MenuButton
            button={menu}
            label={`More: ${title}`}
            items={[
              {
                label: 'Pin',
                onChoose: () => void session.pinCheckpoint(id, !isPinned),
                disabledReason: cannotChange,
                isChecked: isPinned,
              },
              { label: 'Download file', onChoose: () => void session.exportCheckpoint(id) },
            ]}
          />
        )}
        <ConfirmDialog
          dialog={confirmation.dialog}
          title="Delete this checkpoint?"
          action="Delete checkpoint"
          onConfirm={() => void session.deleteCheckpoint(id)}
          {...(summary && {
            copy: {
              action: 'Download it first',
              onPress: () => void session.exportCheckpoint(id),
            },
          })}
        >
          {summary ? `${title}, saved ${momentText(summary.savedAt)}. ` : ''}This deletes its weights.
        </ConfirmDialog>
      </div>
    </li>
  );
});

function factsOf(
  { savedAt, reason, network, hyperparameters, openedFrom }: CheckpointSummary,
  runName: string | null,
): string {
  const origin = openedFrom === undefined ? reasonTexts[reason] : `opened from ${openedFrom}`;
  const run = runName ?? shortConfiguration(network, hyperparameters);
  const seed = `seed ${hyperparameters.seed}`;
  const isSeedNamed = run.split(', ').includes(seed);
  return `${momentText(savedAt)}, ${origin}; ${run}${isSeedNamed ? '' : `, ${seed}`}.`;
}
