import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { openDialog } from './openDialog.ts';

/** A dialog to attach to a `<dialog>`, and the call that opens it. Every dialog of the page is opened by it. */
export function useDialog(): { dialog: RefObject<HTMLDialogElement | null>; open: () => void } {
  const dialog = useRef<HTMLDialogElement>(null);
  const home = useRef<Element>(null);

  useEffect(() => {
    home.current = dialog.current?.parentElement ?? null;
  }, []);

  const open = useCallback(() => {
    if (dialog.current) openDialog(dialog.current, home.current);
  }, []);

  return { dialog, open };
}
