import { type RefObject, useRef } from 'react';

/** A dialog to attach to `ConfirmDialog`, and the call that opens it. */
export function useConfirmation(): { dialog: RefObject<HTMLDialogElement | null>; ask: () => void } {
  const dialog = useRef<HTMLDialogElement>(null);
  return { dialog, ask: () => dialog.current?.showModal() };
}
