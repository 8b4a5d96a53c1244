import type { BatchSummary } from '../../data/summary.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { bytesText } from '../words/numbers.ts';
import { DeleteData } from './DeleteData.tsx';
import { MeanImage } from './MeanImage.tsx';
import { PictureWall } from './PictureWall.tsx';

interface StoredPicturesProps {
  readonly stored: readonly BatchSummary[];
  /** Whether no batch is missing. */
  readonly isWhole: boolean;
}

/** The pictures in this browser; when all are there, also their mean, where they are stored, and how to delete them. */
export default function StoredPictures({ stored, isWhole }: StoredPicturesProps) {
  return (
    <>
      <PictureWall summaries={stored} isExpanded={isWhole} />
      {isWhole && (
        <>
          <MeanImage summaries={stored} />
          <div className="row row-quiet">
            <StorageLine />
            <DeleteData />
          </div>
        </>
      )}
    </>
  );
}

function StorageLine() {
  const storage = useSessionState((state) => state.storage);
  if (!storage) return null;
  const keeping = storage.isPersistent
    ? 'kept until you delete it'
    : 'the browser may clear it when disk space runs out';
  return (
    <p className="quiet">
      {bytesText(storage.usedBytes)} of {bytesText(storage.quotaBytes)} of browser storage used; {keeping}.
    </p>
  );
}
