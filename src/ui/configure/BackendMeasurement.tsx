import { lazy, useState } from 'react';
import { backendNames, backendTitles } from '../../backend/backendInfo.ts';
import type { BackendMeasurement as Measurement } from '../../session/state/backendMeasurement.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { Deferred } from '../common/Deferred.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import './backends.css';

const BackendTable = lazy(() => import('./BackendTable.tsx'));

/** Times the real step on every backend of this machine, and lays the times side by side. */
export function BackendMeasurement() {
  const session = useSession();
  const measurement = useSessionState((state) => state.measurement);
  const disabledReason = useDisabledReason('measure');
  const [refusal, setRefusal] = useState<string | null>(null);
  const isMeasuring = measurement.kind === 'measuring';
  return (
    <div className="field">
      {isMeasuring ? (
        <ActionButton onPress={() => session.measurement.cancel()} label="Cancel measuring">
          Cancel
        </ActionButton>
      ) : (
        <ActionButton
          disabledReason={disabledReason}
          onRefused={setRefusal}
          onPress={() => {
            setRefusal(null);
            session.measurement.start();
          }}
        >
          Measure backends
        </ActionButton>
      )}
      <p className="quiet" role="status">
        {isMeasuring ? progressText(measurement) : disabledReason === null ? null : refusal}
      </p>
      {isMeasuring && (
        <progress aria-label="Measuring" value={measurement.results.length} max={backendNames.length} />
      )}
      {measurement.kind !== 'idle' && (
        <Deferred>
          <BackendTable measurement={measurement} />
        </Deferred>
      )}
    </div>
  );
}

function progressText({ present, results }: Extract<Measurement, { kind: 'measuring' }>): string {
  return `Measuring ${backendTitles[present]}, ${results.length + 1} of ${backendNames.length}…`;
}
