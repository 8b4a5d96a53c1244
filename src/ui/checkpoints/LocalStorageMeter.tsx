import { useId } from 'react';
import { useSessionState } from '../common/sessionContext.ts';

/** How full localStorage is, and where the last checkpoint went instead. */
export function LocalStorageMeter() {
  const share = useSessionState((state) => state.localStorageShare);
  const wentToIndexedDB = useSessionState((state) => state.wentToIndexedDB !== null);
  const id = useId();
  if (share === null) return null;
  return (
    <div className="row">
      <label htmlFor={id} className="quiet">
        localStorage
      </label>
      <meter id={id} value={share} high={0.9} />
      <p className="quiet figures">
        {Math.round(share * 100)} % full. Checkpoints that are neither new, best nor pinned move to IndexedDB.
        {wentToIndexedDB && ' The last one did not fit into localStorage, so it is in IndexedDB already.'}
      </p>
    </div>
  );
}
