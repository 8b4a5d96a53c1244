import { useEffect, useState } from 'react';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { chooseTheme, chosenTheme } from '../common/theme.ts';
import { clearedFilesText, lostStorageText } from '../words/lostStorage.ts';
import { watchCachedFiles } from './cachedFiles.ts';
import './lostStorage.css';

/** Says once what was cleared of the browser's storage while the page is open, whichever stores that were. */
export default function LostStorage() {
  const session = useSession();
  const lost = useSessionState((state) => state.lostStorage);
  const [areFilesCleared, setAreFilesCleared] = useState(false);

  useEffect(() => watchCachedFiles(() => setAreFilesCleared(true)), []);

  useEffect(() => {
    // Its memory is gone, too.
    if (lost && chosenTheme() !== 'system') chooseTheme(chosenTheme());
  }, [lost]);

  if (!lost && !areFilesCleared) return null;

  function dismiss() {
    session.dismissLostStorage();
    setAreFilesCleared(false);
  }

  return (
    <div className="notice notice-bad lost-storage" role="alert">
      <p>{lost ? lostStorageText(lost) : clearedFilesText}</p>
      <div className="row">
        <ActionButton onPress={dismiss}>Dismiss</ActionButton>
      </div>
    </div>
  );
}
