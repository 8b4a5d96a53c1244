import { useRef } from 'react';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useControl } from '../train/useControl.ts';

/** Brings a checkpoint file back into the list. */
export function ImportCheckpoint() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ActionButton unavailable={useControl('change')} onPress={() => input.current?.click()}>
        Import checkpoint
      </ActionButton>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Checkpoint file"
        accept=".safetensors"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void session.importCheckpoint(file);
          // The same file chosen again must fire again.
          event.target.value = '';
        }}
      />
    </>
  );
}
