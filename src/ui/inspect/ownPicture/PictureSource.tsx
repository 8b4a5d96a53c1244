import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { FailureData } from '../../../failure.ts';
import { ActionButton } from '../../common/ActionButton.tsx';
import { droppedItems } from '../../common/droppedItems.ts';
import { FileInput } from '../../common/FileInput.tsx';
import { isForPage } from '../../common/whoseEvent.ts';
import { Camera } from './Camera.tsx';

interface PictureSourceProps {
  readonly onFile: (file: File) => void;
  readonly onPicture: (picture: ImageBitmap) => void;
  readonly onFailure: (failure: FailureData | null) => void;
}

/** Where a picture comes from: a file, the clipboard, or the camera. */
export function PictureSource({ onFile, onPicture, onFailure }: PictureSourceProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [usesCamera, setUsesCamera] = useState(false);
  usePastedPicture(onFile);

  if (usesCamera) {
    return <Camera onPicture={onPicture} onFailure={onFailure} onEnd={() => setUsesCamera(false)} />;
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one of several ways; the buttons are the others
    <div
      className={isOver ? 'picture-source is-over' : 'picture-source'}
      // The page as a whole takes the archive; what is dropped here is not for it.
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = 'copy';
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        setIsOver(false);
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.stopPropagation();
        const dropped = droppedItems(event.dataTransfer);
        const file = dropped.find(({ entry }) => !entry?.isDirectory)?.file;
        if (file) onFile(file);
        else onFailure({ code: 'picture-is-folder', details: { folder: dropped[0]?.entry?.name ?? '' } });
      }}
    >
      <ActionButton onPress={() => input.current?.click()}>Choose a picture</ActionButton>
      <ActionButton
        onPress={() => {
          onFailure(null);
          setUsesCamera(true);
        }}
      >
        Use the camera
      </ActionButton>
      <span className="quiet">or drop one here, or paste one.</span>
      <FileInput ref={input} label="Your own picture" accept="image/*" onFiles={([file]) => onFile(file)} />
    </div>
  );
}

/** Takes a picture that is pasted anywhere on the page, but in no text field: a spreadsheet copies a picture of a cell besides its text. */
function usePastedPicture(onFile: (file: File) => void): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    if (event.defaultPrevented || !isForPage(event)) return;
    const files = [...(event.clipboardData?.files ?? [])];
    const picture = files.find(({ type }) => type.startsWith('image/'));
    if (!picture) return;
    event.preventDefault();
    onFile(picture);
  });
  useEffect(() => {
    const listener = (event: ClipboardEvent) => paste(event);
    document.addEventListener('paste', listener);
    return () => document.removeEventListener('paste', listener);
  }, []);
}
