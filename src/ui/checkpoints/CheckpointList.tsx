import { useDeferredValue } from 'react';
import type { StoredCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import { LongList } from '../common/LongList.tsx';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { CheckpointRow } from './CheckpointRow.tsx';
import './checkpoints.css';

interface CheckpointListProps {
  readonly checkpoints: readonly StoredCheckpoint[];
  /** Of the run that they are of; null where it is not on record. */
  readonly runName: string | null;
}

/** Checkpoints, the newest first. */
export function CheckpointList({ checkpoints, runName }: CheckpointListProps) {
  // What the rows say can be a moment late: they are rendered when there is time.
  const cannotRestore = useDeferredValue(useDisabledReason('restore'));
  const cannotChange = useDeferredValue(useDisabledReason('change'));
  return (
    <LongList
      label="Checkpoints"
      noun="checkpoints"
      className="checkpoint-list"
      items={checkpoints}
      keyOf={({ id }) => id}
      isAlwaysShown={({ isPinned }) => isPinned}
    >
      {(checkpoint) => (
        <CheckpointRow
          key={checkpoint.id}
          checkpoint={checkpoint}
          runName={runName}
          cannotRestore={cannotRestore}
          cannotChange={cannotChange}
        />
      )}
    </LongList>
  );
}
