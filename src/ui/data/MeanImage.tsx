import { useMemo } from 'react';
import { type BatchSummary, pixelMeanOf } from '../../data/summary.ts';
import { Pictures } from '../common/Pictures.tsx';

/** The image that is subtracted from every picture before the network sees it. */
export function MeanImage({ summaries }: { readonly summaries: readonly BatchSummary[] }) {
  const picture = useMemo(() => [Uint8Array.from(pixelMeanOf(summaries), Math.round)], [summaries]);
  return (
    <figure className="mean-image">
      <Pictures
        pictures={picture}
        columns={1}
        magnification={3}
        label="Mean image of the training pictures"
      />
      <figcaption className="quiet">
        The mean of all training images. It is subtracted from every image before the network sees it, so that
        the network learns how images differ.
      </figcaption>
    </figure>
  );
}
