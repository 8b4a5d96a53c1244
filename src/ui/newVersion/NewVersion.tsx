import { useEffect, useState } from 'react';
import { isTakenElsewhere } from '../../session/state/lockState.ts';
import { isBusy } from '../../session/state/runState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { failureText } from '../words/failures.ts';
import { registerServiceWorker } from './serviceWorker.ts';
import './newVersion.css';

/**
 * Says that a newer version of the page is there, when nothing is going on in any tab that loading it would interrupt; and at once,
 * that a part of this one is missing.
 */
export default function NewVersion() {
  const [takeOver, setTakeOver] = useState<(() => void) | null>(null);
  const [isPartMissing, setIsPartMissing] = useState(false);
  const isAtWork = useSessionState(
    ({ run, data, activeSweep, trainingLock }) =>
      isBusy(run) || data.kind === 'importing' || activeSweep !== null || isTakenElsewhere(trainingLock),
  );

  useEffect(() => {
    // Without a service worker, the page still works online.
    registerServiceWorker((begin) => setTakeOver(() => begin)).catch(() => {});
  }, []);

  useEffect(() => {
    const tell = () => setIsPartMissing(true);
    // Vite's own, where an `import()` fails.
    addEventListener('vite:preloadError', tell);
    return () => removeEventListener('vite:preloadError', tell);
  }, []);

  if (isPartMissing) return <PartMissing />;
  if (!takeOver || isAtWork) return null;
  return (
    <div className="notice new-version" role="status">
      <p>A new version of this page is ready. Data, checkpoints and runs are kept.</p>
      <ActionButton onPress={takeOver}>Load it now</ActionButton>
    </div>
  );
}

function PartMissing() {
  return (
    <div className="notice new-version part-missing" role="alert">
      <p>{failureText({ code: 'part-not-loaded', details: {} })}</p>
      <ActionButton onPress={() => location.reload()}>Reload</ActionButton>
    </div>
  );
}
