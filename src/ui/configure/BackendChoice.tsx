import { startTransition, useId, useOptimistic } from 'react';
import type { BackendChoice as Choice } from '../../backend/backendInfo.ts';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';

const choices: readonly { readonly choice: Choice; readonly label: string }[] = [
  { choice: 'auto', label: 'Auto: fastest on this device' },
  { choice: 'webgl', label: 'WebGL: GPU' },
  { choice: 'webgpu', label: 'WebGPU: GPU, newer API' },
  { choice: 'wasm', label: 'WASM: CPU, compiled code' },
  { choice: 'cpu', label: 'CPU: plain JavaScript' },
];

/**
 * What TensorFlow.js computes on. A run moves along, in the middle of its training too. While it cannot be changed, whoever
 * comes to it is told why; it is not disabled, so that it keeps the focus of whoever has just changed it.
 */
export function BackendChoice() {
  const session = useSession();
  // The choice may wait for other tabs, or for the browser's answer about its GPU.
  const [shown, show] = useOptimistic(useSessionState((state) => state.backendChoice));
  const disabledReason = useDisabledReason('backend');
  const notice = useSessionState(({ notices }) => notices.find(({ place }) => place === 'backend'));
  const id = useId();
  const reasonId = `${id}-reason`;
  return (
    <div className="field field-with-reason">
      <label htmlFor={id}>Backend</label>
      <select
        id={id}
        autoComplete="off"
        value={shown}
        aria-disabled={disabledReason !== null}
        aria-describedby={reasonId}
        onChange={(event) => {
          const chosen = choices.find(({ choice }) => choice === event.target.value);
          if (!chosen || disabledReason !== null) return;
          startTransition(async () => {
            show(chosen.choice);
            await session.chooseBackend(chosen.choice);
          });
        }}
      >
        {choices.map(({ choice, label }) => (
          <option key={choice} value={choice}>
            {label}
          </option>
        ))}
      </select>
      <p id={reasonId} className="quiet field-reason">
        {disabledReason}
      </p>
      {notice && <FailureNotice failure={notice.failure} />}
    </div>
  );
}
