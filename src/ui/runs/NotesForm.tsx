import { type FormEvent, useEffect, useRef } from 'react';
import type { RunSummary } from '../../runs/runRecord.ts';
import { useSession } from '../common/sessionContext.ts';

interface NotesFormProps {
  readonly run: RunSummary;
  /** As the list shows it. */
  readonly name: string;
  readonly onDone: () => void;
}

/** Takes a free text about the run; Escape leaves it as it was. */
export function NotesForm({ run, name, onDone }: NotesFormProps) {
  const session = useSession();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);

  function keep(event: FormEvent) {
    event.preventDefault();
    void session.runs.annotateRun(run.id, field.current?.value ?? '');
    onDone();
  }

  return (
    <form className="run-notes" onSubmit={keep} onKeyDown={(event) => event.key === 'Escape' && onDone()}>
      <textarea
        ref={field}
        aria-label={`Notes on ${name}`}
        defaultValue={run.notes}
        maxLength={10_000}
        rows={3}
      />
      <button type="submit" className="button button-plain">
        Keep notes
      </button>
    </form>
  );
}
