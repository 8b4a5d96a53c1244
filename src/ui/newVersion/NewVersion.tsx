import { useEffect, useState } from 'react';
import { isBusy } from '../../session/runState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { registerServiceWorker } from './serviceWorker.ts';
import './newVersion.css';

/** Says that a newer version of the page is there, when nothing is going on that loading it would interrupt. */
export function NewVersion() {
  const [takeOver, setTakeOver] = useState<(() => void) | null>(null);
  const isAtWork = useSessionState(
    ({ run, data, activeSweep }) => isBusy(run) || data.kind === 'importing' || activeSweep !== null,
  );

  useEffect(() => {
    // Where it cannot be registered, the page works all the same, with a network.
    registerServiceWorker((begin) => setTakeOver(() => begin)).catch(() => {});
  }, []);

  if (!takeOver || isAtWork) return null;
  return (
    <div className="notice new-version" role="status">
      <p>A new version of this page is ready. Data, checkpoints and runs stay.</p>
      <ActionButton onPress={takeOver}>Load it now</ActionButton>
    </div>
  );
}
