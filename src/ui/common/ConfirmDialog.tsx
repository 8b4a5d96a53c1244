import { type ReactNode, type RefObject, useId } from 'react';

interface ConfirmDialogProps {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  readonly title: string;
  /** What goes, and what stays. */
  readonly children: ReactNode;
  /** The button that does it, named after what it does. */
  readonly action: string;
  readonly onConfirm: () => void;
  /** The button that gets a copy out first; the dialog stays. */
  readonly copy?: { readonly action: string; readonly onPress: () => void };
}

/** Asks once before something is destroyed. Escape and Cancel leave everything as it is. */
export function ConfirmDialog({ dialog, title, children, action, onConfirm, copy }: ConfirmDialogProps) {
  const titleId = useId();
  return (
    <dialog ref={dialog} aria-labelledby={titleId}>
      <form method="dialog">
        <h2 id={titleId}>{title}</h2>
        <p>{children}</p>
        <div className="row row-end">
          {copy && (
            <button type="button" className="button button-plain" onClick={copy.onPress}>
              {copy.action}
            </button>
          )}
          <button type="submit" className="button button-plain">
            Cancel
          </button>
          <button type="submit" className="button button-danger" onClick={onConfirm}>
            {action}
          </button>
        </div>
      </form>
    </dialog>
  );
}
