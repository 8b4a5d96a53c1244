import { useDeferredValue } from 'react';
import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { LongList } from '../common/LongList.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { CheckpointRow } from './CheckpointRow.tsx';
import { ImportCheckpoint } from './ImportCheckpoint.tsx';
import { LocalStorageMeter } from './LocalStorageMeter.tsx';
import { RestoreProofLine } from './RestoreProofLine.tsx';
import './checkpoints.css';

/** The fourth stage: saved checkpoints, to restore or delete. */
export default function CheckpointsSection() {
  const session = useSession();
  const checkpoints = useSessionState((state) => state.checkpoints);
  const failure = useSessionState(
    ({ notices }) => notices.find(({ place }) => place === 'checkpoints')?.failure,
  );
  const wentToIndexedDB = useSessionState((state) => state.wentToIndexedDB !== null);
  // What the rows say can be a moment late: they are rendered when there is time.
  const cannotRestore = useDeferredValue(useDisabledReason('restore'));
  const cannotChange = useDeferredValue(useDisabledReason('change'));
  return (
    <section id="checkpoints" className="section" aria-labelledby="checkpoints-title">
      <div className="section-head">
        <h2 id="checkpoints-title">Checkpoints</h2>
        <div className="row">
          <ImportCheckpoint />
          <ActionButton disabledReason={useDisabledReason('save')} onPress={() => session.saveCheckpoint()}>
            Save checkpoint
          </ActionButton>
        </div>
      </div>
      {failure && <FailureNotice failure={failure} />}
      <RestoreProofLine />
      {wentToIndexedDB && (
        <p className="notice" role="status">
          The last checkpoint did not fit into localStorage (about 5 million characters), so it is in
          IndexedDB. It works the same way.
        </p>
      )}
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
