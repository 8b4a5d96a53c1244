import { useSyncExternalStore } from 'react';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { chosenTab, followTab } from '../tabs/chosenTab.ts';
import { RestoreProofLine } from './RestoreProofLine.tsx';

interface CheckpointNoticesProps {
  readonly place: 'runs' | 'train';
}

/** What became of a checkpoint: beside the list of checkpoints while that is open, and else where the run is. */
export default function CheckpointNotices({ place }: CheckpointNoticesProps) {
  const isListOpen = useSyncExternalStore(followTab, chosenTab) === 'runs';
  const failure = useSessionState(
    ({ notices }) => notices.find((notice) => notice.place === 'checkpoints')?.failure,
  );
  const wentToIndexedDB = useSessionState((state) => state.wentToIndexedDB !== null);
  if (isListOpen !== (place === 'runs')) return null;
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <RestoreProofLine />
      {wentToIndexedDB && (
        <p className="notice" role="status">
          The last checkpoint did not fit into localStorage (about 5 million characters), so it is in
          IndexedDB. It works the same way.
        </p>
      )}
    </>
  );
}
