import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { FailureData } from '../../../failure.ts';
import { ActionButton } from '../../common/ActionButton.tsx';

interface CameraProps {
  readonly onPicture: (picture: ImageBitmap) => void;
  readonly onFailure: (failure: FailureData) => void;
  /** Called when the camera is not needed any more, or was not to be had. */
  readonly onEnd: () => void;
}

/** The camera's picture, live. However this ends, the camera is switched off. */
export function Camera({ onPicture, onFailure, onEnd }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [isLive, setIsLive] = useState(false);
  const refused = useEffectEvent((error: unknown) => {
    const isRefused = error instanceof DOMException && error.name === 'NotAllowedError';
    onFailure({ code: 'camera-unavailable', details: { isRefused } });
    onEnd();
  });

  useEffect(() => {
    let isWanted = true;
    let stream: MediaStream | null = null;
    startCamera().then(
      (started) => {
        stream = started;
        if (!isWanted) stop(started);
        else if (video.current) video.current.srcObject = started;
      },
      (error: unknown) => isWanted && refused(error),
    );
    return () => {
      isWanted = false;
      stop(stream);
    };
  }, []);

  async function take(): Promise<void> {
    if (!video.current) return;
    onPicture(await createImageBitmap(video.current));
    onEnd();
  }

  return (
    <div className="picture-source">
      <video
        ref={video}
        className="camera"
        aria-label="Camera"
        autoPlay
        muted
        playsInline
        onLoadedData={() => setIsLive(true)}
      />
      <ActionButton
        variant="primary"
        disabledReason={isLive ? null : 'The camera is starting; the browser may ask you first.'}
        onPress={() => void take()}
      >
        Take the picture
      </ActionButton>
      <ActionButton onPress={onEnd}>Cancel</ActionButton>
    </div>
  );
}

/** Rejects where there is no camera, it is refused, or the page came over an insecure connection. */
async function startCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
