import { type FormEvent, useEffect, useRef } from 'react';
import type { RunSummary } from '../../runs/runRecord.ts';
import { useSession } from '../common/sessionContext.ts';

interface RenameFormProps {
  readonly run: RunSummary;
  readonly onDone: () => void;
}

/** Takes a new name; Enter keeps it, Escape leaves the old. */
export function RenameForm({ run, onDone }: RenameFormProps) {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);

  function keep(event: FormEvent) {
    event.preventDefault();
    void session.runs.renameRun(run.id, input.current?.value ?? '');
    onDone();
  }

  return (
    <form className="row" onSubmit={keep} onKeyDown={(event) => event.key === 'Escape' && onDone()}>
      <input
        ref={input}
        className="number-field run-name"
        aria-label="Name of the run"
        defaultValue={run.name}
        maxLength={80}
      />
      <button type="submit" className="button button-plain">
        Keep name
      </button>
    </form>
  );
}
