import { useEffect, useEffectEvent, useState } from 'react';
import type { Chosen } from '../../data/chosen.ts';
import type { DataState } from '../../session/state/dataState.ts';
import { type DroppedItem, droppedItems } from '../common/droppedItems.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useToast } from '../common/Toast.tsx';
import { isInTextField } from '../common/whoseEvent.ts';
import { partNotLoadedText } from '../words/notDisplayed.ts';

/**
 * Accepts files and folders dropped anywhere on the page; otherwise the browser would leave the page to show them, as it does with
 * a link. Text that is dropped on a text field goes there.
 */
export function DropTarget() {
  const session = useSession();
  const refusal = useSessionState(({ data }) => refusalText(data));
  const [isOver, setIsOver] = useState(false);
  const toast = useToast();

  const over = useEffectEvent((event: DragEvent) => {
    const { dataTransfer } = event;
    const isOurs = dataTransfer !== null && !isForOthers(event);
    setIsOver(isOurs && hasFiles(dataTransfer) && refusal === null);
    if (!isOurs) return;
    event.preventDefault();
    if (hasFiles(dataTransfer)) dataTransfer.dropEffect = 'copy';
  });
  const drop = useEffectEvent((event: DragEvent) => {
    setIsOver(false);
    const { dataTransfer } = event;
    if (!dataTransfer || isForOthers(event)) return;
    event.preventDefault();
    if (!hasFiles(dataTransfer)) toast(isLink(dataTransfer) ? linkText : '');
    else if (refusal !== null) toast(refusal);
    else void take(droppedItems(dataTransfer));
  });
  const leave = useEffectEvent((event: DragEvent) => {
    if (event.relatedTarget === null) setIsOver(false);
  });

  async function take(items: readonly DroppedItem[]): Promise<void> {
    toast(items.some(({ entry }) => entry?.isDirectory) ? 'Looking through the folder…' : '');
    try {
      const { chosenByDrop } = await import('./chosenByDrop.ts');
      importChosen(await chosenByDrop(items, session.store));
    } catch {
      toast(partNotLoadedText);
    }
  }

  /** Folders are read for a while, in which something else may have begun. */
  function importChosen(chosen: readonly Chosen[]): void {
    const refusalNow = refusalText(session.store.getState().data);
    toast(refusalNow ?? '');
    if (refusalNow !== null) return;
    session.importFiles(chosen);
    // The section shows the progress and any problem with a file.
    document.getElementById('data')?.scrollIntoView();
  }

  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener('dragover', (event) => over(event), { signal });
    document.addEventListener('drop', (event) => drop(event), { signal });
    document.addEventListener('dragleave', (event) => leave(event), { signal });
    return () => listening.abort();
  }, []);

  return (
    isOver && <div className="drop-target">Drop the archive, its .bin files or their folder to load them</div>
  );
}

const linkText = 'Nothing was loaded: this is a link. Download what it leads to, then drop the file.';

function hasFiles({ types }: DataTransfer): boolean {
  return types.includes('Files');
}

function isLink({ types }: DataTransfer): boolean {
  return types.includes('text/uri-list');
}

/** Such as text over a field, whatever comes with it: of a picture dragged from another page, the field takes the address. */
function isForOthers(event: DragEvent): boolean {
  const hasText = event.dataTransfer?.types.some((type) => type.startsWith('text/')) ?? false;
  return event.defaultPrevented || (hasText && isInTextField(event));
}

/** Why files of CIFAR-10 cannot be loaded now; null if they can, once it is known what is stored. */
function refusalText({ kind }: DataState): string | null {
  switch (kind) {
    case 'checking':
    case 'incomplete':
      return null;
    case 'ready':
      return 'Nothing was loaded: CIFAR-10 is complete. To open a checkpoint, weights or your own picture, use the button for it.';
    case 'unavailable':
      return 'Nothing was loaded: the browser does not let this page store data. Allow storage for this site, then reload.';
    case 'importing':
      return 'Nothing was loaded: CIFAR-10 is being loaded already. Wait until that is done, or cancel it.';
    case 'deleting':
      return 'Nothing was loaded: the stored images are being deleted. Drop the files again once that is done.';
  }
}
