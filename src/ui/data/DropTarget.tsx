import { useEffect, useState } from 'react';
import type { DataState } from '../../session/state/dataState.ts';
import { usePassingAnswer } from '../common/PassingAnswer.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';

/** Takes files that are dropped anywhere on the page; without it the browser would leave the page to show them. */
export function DropTarget() {
  const session = useSession();
  const refusal = useSessionState(({ data }) => whyNotTaken(data));
  const [isOver, setIsOver] = useState(false);
  const answer = usePassingAnswer();

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
      answer(refusal ?? '');
      if (refusal !== null) return;
      session.importFiles(files);
      // Where it is said how that goes, and what is wrong with a file.
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
  }, [session, refusal, answer]);

  return isOver && <div className="drop-target">Drop the archive or its .bin files to load them</div>;
}

/** Why files of CIFAR-10 cannot be loaded now; null if they can. */
function whyNotTaken({ kind }: DataState): string | null {
  switch (kind) {
    case 'incomplete':
      return null;
    case 'ready':
      return 'Nothing was loaded: CIFAR-10 is complete. Checkpoints, weights and pictures of your own have buttons for their files.';
    case 'unavailable':
      return 'Nothing was loaded: the browser does not let this page store anything.';
    default:
      return 'Nothing was loaded: the page is busy with its pictures. Try again in a moment.';
  }
}
