import { type ReactNode, useId } from 'react';

interface HelpPopoverProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A button with a question mark beside a name, and what it opens. */
export function HelpPopover({ title, children }: HelpPopoverProps) {
  const id = useId();
  return (
    <>
      <button type="button" className="help-button" popoverTarget={id} aria-label={`About ${title}`}>
        ?
      </button>
      <div id={id} popover="auto" className="help" role="note">
        <h3>{title}</h3>
        {children}
        <button type="button" className="link" popoverTarget={id} popoverTargetAction="hide">
          Close
        </button>
      </div>
    </>
  );
}
