import { useId } from 'react';
import { useSessionState } from '../common/sessionContext.ts';

/** How full localStorage is, once there is anything in it. */
export function LocalStorageMeter() {
  const share = useSessionState((state) => state.localStorageShare);
  const hasCheckpoints = useSessionState((state) => state.checkpoints.length > 0);
  const id = useId();
  if (share === null || !hasCheckpoints) return null;
  return (
    <div className="row">
      <label htmlFor={id} className="quiet">
        localStorage
      </label>
      <meter id={id} value={share} high={0.9} />
      <p className="quiet figures">
        {Math.round(share * 100)} % full. The newest, best and pinned checkpoints stay there; others move to
        IndexedDB.
      </p>
    </div>
  );
}
