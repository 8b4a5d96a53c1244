import { useEffect, useState } from 'react';
import { useSession, useSessionState } from '../common/sessionContext.ts';

/** Takes files that are dropped anywhere on the page; without it the browser would leave the page to show them. */
export function DropTarget() {
  const session = useSession();
  const takesFiles = useSessionState(({ data }) => data.kind === 'incomplete');
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    function over(event: DragEvent) {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = takesFiles ? 'copy' : 'none';
      setIsOver(takesFiles);
    }
    function drop(event: DragEvent) {
      event.preventDefault();
      setIsOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (takesFiles && files.length > 0) session.importFiles(files);
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
  }, [session, takesFiles]);

  return isOver ? <div className="drop-target">Drop the archive or its .bin files to load them</div> : null;
}
