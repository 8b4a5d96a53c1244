import { type ReactNode, type RefObject, useId } from 'react';

interface InfoDialogProps {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  readonly title: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly onClose?: () => void;
}

/** Shows something above the page, until it is closed by its button or by Escape. */
export function InfoDialog({ dialog, title, children, className, onClose }: InfoDialogProps) {
  const titleId = useId();
  return (
    <dialog ref={dialog} className={className} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
      <form method="dialog" className="row row-end">
        <button type="submit" className="button button-plain">
          Close
        </button>
      </form>
    </dialog>
  );
}
