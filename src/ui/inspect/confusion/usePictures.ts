import { useEffect, useState } from 'react';
import { type FailureData, failureData } from '../../../failure.ts';
import type { InspectedImages } from '../../../worker/training/inspection/inspectionProtocol.ts';
import { useSession } from '../../common/sessionContext.ts';

interface ReadPictures {
  /** [3072] each; none before they are read */
  readonly pictures: readonly Uint8Array[];
  readonly failure: FailureData | null;
}

const none: ReadPictures = { pictures: [], failure: null };

/** Reads pictures from the browser's storage. */
export function usePictures(images: InspectedImages, places: readonly number[]): ReadPictures {
  const { inspection } = useSession();
  const [read, setRead] = useState<ReadPictures>(none);
  useEffect(() => {
    let isWanted = true;
    setRead(none);
    inspection.pictures(images, places).then(
      (pictures) => isWanted && setRead({ pictures, failure: null }),
      (error: unknown) => isWanted && setRead({ pictures: [], failure: failureData(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [inspection, images, places]);
  return read;
}
