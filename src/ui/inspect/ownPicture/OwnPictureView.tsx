import { memo, useState } from 'react';
import { type FailureData, failureData } from '../../../failure.ts';
import { read } from '../../../worker/reading/client.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { LazyDetails } from '../../common/LazyDetails.tsx';
import { useSessionState } from '../../common/sessionContext.ts';
import { useInspectedPositions } from '../useInspectedPositions.ts';
import { CroppedPicture } from './CroppedPicture.tsx';
import { PictureSource } from './PictureSource.tsx';
import './ownPicture.css';

/** What the network takes a picture of one's own for. The picture stays in this page. */
export const OwnPictureView = memo(function OwnPictureView() {
  return (
    <LazyDetails className="inspect-view" part="own-picture" summary={<h3>Try your own picture</h3>}>
      <OpenView />
    </LazyDetails>
  );
});

function OpenView() {
  const isReady = useSessionState(({ data }) => data.kind === 'ready');
  const positions = useInspectedPositions();
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [failure, setFailure] = useState<FailureData | null>(null);

  async function take(file: File): Promise<void> {
    setFailure(null);
    try {
      setPicture(await read('picture', { files: [file] }));
    } catch (error) {
      setFailure(failureData(error));
    }
  }

  if (!isReady || positions.length === 0) {
    return <p className="inspect-body quiet">Train a network or restore a checkpoint first.</p>;
  }
  return (
    <div className="inspect-body">
      <p>
        The network knows only ten classes, and assigns every picture to one of them. Your picture does not
        leave this page.
      </p>
      <PictureSource onFile={(file) => void take(file)} onPicture={setPicture} onFailure={setFailure} />
      {failure && <FailureNotice failure={failure} />}
      {picture && <CroppedPicture picture={picture} />}
    </div>
  );
}
