import { useId } from 'react';
import type { BackendChoice as Choice } from '../../backend/backendInfo.ts';
import { isBusy } from '../../session/runState.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';

const choices: readonly { readonly choice: Choice; readonly label: string }[] = [
  { choice: 'auto', label: 'Auto: the fastest here' },
  { choice: 'webgl', label: 'WebGL: the GPU' },
  { choice: 'wasm', label: 'WASM: the CPU, compiled' },
  { choice: 'cpu', label: 'CPU: plain JavaScript' },
];

/** What TensorFlow.js computes on. A run that is paused or done moves along. */
export function BackendChoice() {
  const session = useSession();
  const present = useSessionState((state) => state.backendChoice);
  const busy = useSessionState(({ run }) => isBusy(run));
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Backend</label>
      <select
        id={id}
        value={present}
        disabled={busy}
        onChange={(event) => {
          const chosen = choices.find(({ choice }) => choice === event.target.value);
          if (chosen) void session.chooseBackend(chosen.choice);
        }}
      >
        {choices.map(({ choice, label }) => (
          <option key={choice} value={choice}>
            {label}
          </option>
        ))}
      </select>
      {busy && <p className="quiet">Pause or stop the run to change the backend.</p>}
    </div>
  );
}
