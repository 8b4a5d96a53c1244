import { type FormEvent, useEffect, useRef } from 'react';
import type { RunSummary } from '../../runs/runRecord.ts';
import { useSession } from '../common/sessionContext.ts';

interface RenameFormProps {
  readonly run: RunSummary;
  /** As the list shows it. */
  readonly name: string;
  readonly onDone: () => void;
}

/** Takes a new name; Enter keeps it, Escape leaves the old. An empty one gives the run its derived name back. */
export function RenameForm({ run, name, onDone }: RenameFormProps) {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);

  function keep(event: FormEvent) {
    event.preventDefault();
    const wanted = input.current?.value ?? '';
    // A name that was only confirmed goes on following what differs between the runs.
    if (wanted.trim() !== name) void session.runs.renameRun(run.id, wanted);
    onDone();
  }

  return (
    <form className="row" onSubmit={keep} onKeyDown={(event) => event.key === 'Escape' && onDone()}>
      <input
        ref={input}
        className="number-field run-name-field"
        aria-label="Name of the run"
        defaultValue={name}
        maxLength={80}
      />
      <button type="submit" className="button button-plain">
        Keep name
      </button>
    </form>
  );
}
