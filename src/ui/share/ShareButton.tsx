import { lazy, type ReactNode, useState } from 'react';
import { runResult } from '../../session/state/runResult.ts';
import { isBusy } from '../../session/state/runState.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { Deferred } from '../common/Deferred.tsx';
import { InfoDialog } from '../common/InfoDialog.tsx';
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
      <InfoDialog
        dialog={dialog}
        title="Share this result"
        className="share-dialog"
        onClose={() => setIsOpen(false)}
      >
        {isOpen && (
          <Deferred fallback={<div className="card-preview" />}>
            <ShareContent />
          </Deferred>
        )}
      </InfoDialog>
    </>
  );
}

/** Why there is no result to share now, or null. */
function whyNot(state: SessionState): string | null {
  if (isBusy(state.run)) return 'A run is in progress: pause it, or wait until it is done.';
  return runResult(state) ? null : 'Nothing has been measured yet: press Train first.';
}
