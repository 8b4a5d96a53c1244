import { memo, useMemo, useState } from 'react';
import { testImageCount } from '../../../data/cifar10.ts';
import { ActionButton } from '../../common/ActionButton.tsx';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { LazyDetails } from '../../common/LazyDetails.tsx';
import { Pictures } from '../../common/Pictures.tsx';
import { useSessionState } from '../../common/sessionContext.ts';
import { usePictures } from '../confusion/usePictures.ts';
import { useInspectedPositions } from '../useInspectedPositions.ts';
import { Inside } from './Inside.tsx';
import { IndexField } from './PlaceFields.tsx';

const views = {
  outputs: 'layerOutputs',
  weights: 'outputWeights',
  saliency: 'saliency',
  exciting: 'excitingImages',
  nearest: 'nearestImages',
} as const;

/** What every layer makes of a test image. Nothing is computed before it is opened. */
export const InsideView = memo(function InsideView() {
  return (
    <LazyDetails className="inspect-view" summary={<h3>Look inside</h3>}>
      <OpenView />
    </LazyDetails>
  );
});

function OpenView() {
  const isReady = useSessionState(({ data }) => data.kind === 'ready');
  const positions = useInspectedPositions();
  const [image, setImage] = useState(0);
  const places = useMemo(() => [image], [image]);
  const { pictures, failure } = usePictures('test', places);
  const shown = useMemo(() => [pictures[0] ?? null], [pictures]);
  const pixels = useMemo(() => pictures[0] && Uint8Array.from(pictures[0]), [pictures]);

  if (!isReady || positions.length === 0) {
    return <p className="inspect-body quiet">Train a network or restore a checkpoint first.</p>;
  }
  return (
    <div className="inspect-body">
      <p>
        What each layer makes of a test image: black is 0 or less, white the largest value of the layer. Press
        a pixel of a map to see how it is computed. To look inside at a picture of your own, open it below.
      </p>
      <div className="row">
        <Pictures pictures={shown} columns={1} magnification={2} label={`Test image ${image}`} />
        <IndexField label="Test image" value={image} count={testImageCount} onValue={setImage} />
        <ActionButton onPress={() => setImage((image + 1) % testImageCount)}>Next</ActionButton>
        <ActionButton onPress={() => setImage(Math.floor(Math.random() * testImageCount))}>
          Random image
        </ActionButton>
      </div>
      {failure && <FailureNotice failure={failure} />}
      {pixels && <Inside pixels={pixels} views={views} />}
    </div>
  );
}
