import { useState } from 'react';
import type { SessionState } from '../../session/state/sessionState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';

type Fields = SessionState['fields'];

/** Puts every field to the article's value; until one is changed again, what stood there can be had back. */
export function ResetButton() {
  const session = useSession();
  const fields = useSessionState((state) => state.fields);
  const [done, setDone] = useState<{ readonly before: Fields; readonly after: Fields } | null>(null);
  const before = done?.after === fields ? done.before : null;

  function reset() {
    session.resetFields();
    setDone({ before: fields, after: session.store.getState().fields });
  }

  return before ? (
    <ActionButton label="Undo the reset" onPress={() => session.setFields(before)}>
      Undo
    </ActionButton>
  ) : (
    <ActionButton label="Reset to the article’s values" onPress={reset}>
      Reset
    </ActionButton>
  );
}
