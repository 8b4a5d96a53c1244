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
  if (isListOpen !== (place === 'runs')) return null;
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      {place === 'train' && <RestoreProofLine />}
    </>
  );
}
