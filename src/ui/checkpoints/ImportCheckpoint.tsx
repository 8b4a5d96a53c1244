import { useRef } from 'react';
import { ActionButton } from '../common/ActionButton.tsx';
import { FileInput } from '../common/FileInput.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';

/** Brings a checkpoint file back into the list. */
export function ImportCheckpoint() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ActionButton disabledReason={useDisabledReason('change')} onPress={() => input.current?.click()}>
        Import checkpoint
      </ActionButton>
      <FileInput
        ref={input}
        label="Checkpoint file"
        accept=".safetensors"
        onFiles={([file]) => void session.importCheckpoint(file)}
      />
    </>
  );
}
