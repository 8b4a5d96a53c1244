import { useEffect, useState } from 'react';
import type { DataState } from '../../session/state/dataState.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useToast } from '../common/Toast.tsx';

/** Accepts files dropped anywhere on the page; otherwise the browser would leave the page to show them. */
export function DropTarget() {
  const session = useSession();
  const refusal = useSessionState(({ data }) => refusalText(data));
  const [isOver, setIsOver] = useState(false);
  const toast = useToast();

  useEffect(() => {
    function over(event: DragEvent) {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setIsOver(refusal === null);
    }
    function drop(event: DragEvent) {
      event.preventDefault();
      setIsOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      toast(refusal ?? '');
      if (refusal !== null) return;
      session.importFiles(files);
      // The section shows the progress and any problem with a file.
      document.getElementById('data')?.scrollIntoView();
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('drop', drop);
    document.addEventListener('dragleave', leave);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('drop', drop);
      document.removeEventListener('dragleave', leave);
    };
  }, [session, refusal, toast]);

  return isOver && <div className="drop-target">Drop the archive or its .bin files to load them</div>;
}

/** Why files of CIFAR-10 cannot be loaded now; null if they can. */
function refusalText({ kind }: DataState): string | null {
  switch (kind) {
    case 'incomplete':
      return null;
    case 'ready':
      return 'Nothing was loaded: CIFAR-10 is complete. To open a checkpoint, weights or your own picture, use the button for it.';
    case 'unavailable':
      return 'Nothing was loaded: the browser does not let this page store data. Allow storage for this site, then reload.';
    default:
      return 'Nothing was loaded: the page is busy with the CIFAR-10 images. Try again in a moment.';
  }
}
