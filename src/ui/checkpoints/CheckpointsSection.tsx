import { useDeferredValue } from 'react';
import { LongList } from '../common/LongList.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import CheckpointNotices from './CheckpointNotices.tsx';
import { CheckpointRow } from './CheckpointRow.tsx';
import { ImportCheckpoint } from './ImportCheckpoint.tsx';
import { LocalStorageMeter } from './LocalStorageMeter.tsx';
import './checkpoints.css';

/** Saved checkpoints, to restore or delete. */
export default function CheckpointsSection() {
  const checkpoints = useSessionState((state) => state.checkpoints);
  // What the rows say can be a moment late: they are rendered when there is time.
  const cannotRestore = useDeferredValue(useDisabledReason('restore'));
  const cannotChange = useDeferredValue(useDisabledReason('change'));
  return (
    <section id="checkpoints-section" className="section" aria-labelledby="checkpoints-title">
      <div className="section-head">
        <h2 id="checkpoints-title">Checkpoints</h2>
        <ImportCheckpoint />
      </div>
      <CheckpointNotices place="runs" />
      <LocalStorageMeter />
      {checkpoints.length === 0 ? (
        <p className="quiet">
          No checkpoints yet. One is saved every 1,000 steps, at the end, and whenever you pause or stop.
        </p>
      ) : (
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
              cannotRestore={cannotRestore}
              cannotChange={cannotChange}
            />
          )}
        </LongList>
      )}
    </section>
  );
}
