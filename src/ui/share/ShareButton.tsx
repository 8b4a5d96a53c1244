import { lazy, type ReactNode, useId, useState } from 'react';
import { runResult } from '../../session/state/runResult.ts';
import { isBusy } from '../../session/state/runState.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { Deferred } from '../common/Deferred.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useToast } from '../common/Toast.tsx';
import { useDialog } from '../common/useDialog.ts';
import './share.css';

const ShareContent = lazy(() => import('./ShareContent.tsx'));

interface ShareButtonProps {
  readonly className: 'button' | 'link';
  readonly children: ReactNode;
}

/** Opens the dialog in which a result is made a picture and a link. */
export function ShareButton({ className, children }: ShareButtonProps) {
  const { store } = useSession();
  const toast = useToast();
  const titleId = useId();
  const { dialog, open } = useDialog();
  const [isOpen, setIsOpen] = useState(false);

  function press(): void {
    const reason = whyNot(store.getState());
    if (reason !== null) {
      toast(reason);
      return;
    }
    setIsOpen(true);
    open();
  }

  return (
    <>
      <button type="button" className={className} aria-haspopup="dialog" onClick={press}>
        {children}
      </button>
      <dialog
        ref={dialog}
        className="share-dialog"
        aria-labelledby={titleId}
        onClose={() => setIsOpen(false)}
      >
        <h2 id={titleId}>Share this result</h2>
        {isOpen && (
          <Deferred fallback={<div className="card-preview" />}>
            <ShareContent />
          </Deferred>
        )}
        <form method="dialog">
          <div className="row row-end">
            <button type="submit" className="button button-plain">
              Close
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}

/** Why there is no result to share now, or null. */
function whyNot(state: SessionState): string | null {
  if (isBusy(state.run)) return 'A run is in progress: pause it, or wait until it is done.';
  return runResult(state) ? null : 'Nothing has been measured yet: press Train first.';
}
