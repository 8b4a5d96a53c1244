import { lazy, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { batchNames, testImageCount, trainingImageCount } from '../../data/cifar10.ts';
import type { BatchSummary } from '../../data/summary.ts';
import type { FailureData } from '../../failure.ts';
import { type DataState, storedBatches } from '../../session/state/dataState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { Deferred } from '../common/Deferred.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { PartBoundary } from '../common/FaultBoundary.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { FirstMinute } from '../firstMinute/FirstMinute.tsx';
import { batchTitle } from '../words/batches.ts';
import { listText } from '../words/lists.ts';
import { wholeNumber } from '../words/numbers.ts';
import { ArchivePicker } from './ArchivePicker.tsx';
import { ClassThumbnails } from './ClassThumbnails.tsx';
import { expectPictures } from './expectedPictures.ts';
import { ImportProgress } from './ImportProgress.tsx';
import './data.css';

const StoredPictures = lazy(() => import('./StoredPictures.tsx'));

const downloadSize = '139 MB';
const checkingText = 'Looking for CIFAR-10 in this browser…';

/** Downloads CIFAR-10 and shows its images. Once they are stored, it is one row, and unfolds to show more of them. */
export function DataSection() {
  const data = useSessionState((state) => state.data);
  const [isUnfolded, setIsUnfolded] = useState(false);
  const stored = storedBatches(data);
  const isReady = data.kind === 'ready';
  const isFresh = useIsFresh();
  useKeptView(isFresh);

  useEffect(() => {
    if (data.kind === 'ready' || data.kind === 'incomplete') expectPictures(data.kind === 'ready');
  }, [data.kind]);

  return (
    <section id="data" className="section" aria-labelledby="data-title">
      <div className="data-head">
        <h2 id="data-title">Data</h2>
        {isReady && <ClassThumbnails summaries={stored} />}
        <p role="status" className="section-state">
          {statusText(data)}
        </p>
        {isReady && (
          <button
            type="button"
            className="link"
            aria-expanded={isUnfolded}
            onClick={() => setIsUnfolded(!isUnfolded)}
          >
            {isUnfolded ? 'Show less' : 'Show pictures'}
          </button>
        )}
      </div>
      <DataActions data={data} isFresh={isFresh} />
      <FirstMinute stays={isFresh} />
      {(isReady ? isUnfolded || isFresh : stored.length > 0 || data.kind === 'importing') && (
        <Deferred fallback={<p className="quiet">The pictures are loading…</p>}>
          <PartBoundary>
            <StoredPictures stored={stored} isWhole={isReady && isUnfolded} />
          </PartBoundary>
        </Deferred>
      )}
    </section>
  );
}

/** Whether the pictures came in this visit and nothing was trained since: until then, nothing that is on show goes by itself. */
function useIsFresh(): boolean {
  const isImporting = useSessionState(({ data }) => data.kind === 'importing');
  const isUntrained = useSessionState(({ run, isStarting }) => run.kind === 'idle' && !isStarting);
  const [came, setCame] = useState(false);
  if (isImporting && !came) setCame(true);
  return came && isUntrained;
}

/** What stands below keeps its place in the window where the samples above it go: somebody has just pressed Train there. */
function useKeptView(isFresh: boolean): void {
  const { store } = useSession();
  const top = useRef<number | null>(null);

  useEffect(() => {
    if (!isFresh) return;
    return store.subscribe((state, before) => {
      if (state.isStarting && !before.isStarting) top.current = topOfTrain();
    });
  }, [store, isFresh]);

  useLayoutEffect(() => {
    if (isFresh || top.current === null) return;
    scrollBy(0, topOfTrain() - top.current);
    top.current = null;
  }, [isFresh]);
}

/** In the window, in pixels. */
function topOfTrain(): number {
  return document.getElementById('train')?.getBoundingClientRect().top ?? 0;
}

function statusText(data: DataState): string {
  switch (data.kind) {
    case 'checking':
      return checkingText;
    case 'unavailable':
      return 'Storage unavailable';
    case 'incomplete':
      return data.stored.length === 0
        ? 'CIFAR-10 is not in this browser yet'
        : `${data.stored.length} of ${batchNames.length} batches stored`;
    case 'importing':
      return `Loading: ${data.stored.length} of ${batchNames.length} batches checked and stored`;
    case 'ready':
      return `CIFAR-10 ready: ${wholeNumber(trainingImageCount)} training and ${wholeNumber(testImageCount)} test images`;
    case 'deleting':
      return 'Deleting…';
  }
}

interface DataActionsProps {
  readonly data: DataState;
  readonly isFresh: boolean;
}

function DataActions({ data, isFresh }: DataActionsProps) {
  switch (data.kind) {
    case 'unavailable':
      return <FailureNotice failure={data.failure} />;
    case 'ready':
      if (data.failure) return <FailureNotice failure={data.failure} />;
      return (
        isFresh && (
          <div className="import-progress">
            <p className="lead">
              CIFAR-10 is stored in this browser, and will not be downloaded again. Press Train to start.
            </p>
          </div>
        )
      );
    case 'importing':
      return <ImportProgress data={data} />;
    // Before it is known what is stored, the first visit's buttons stand in their place, so that nothing moves when they can be used.
    case 'checking':
      return <Invitation stored={[]} isKnown={false} />;
    case 'incomplete':
      return <Invitation stored={data.stored} isKnown failure={data.failure} />;
    case 'deleting':
      return null;
  }
}

interface InvitationProps {
  readonly stored: readonly BatchSummary[];
  /** Whether that is what is stored, and not only assumed. */
  readonly isKnown: boolean;
  readonly failure?: FailureData | null;
}

function Invitation({ stored, isKnown, failure = null }: InvitationProps) {
  const session = useSession();
  return (
    <div className={isKnown ? 'invitation' : 'invitation invitation-assumed'}>
      {failure && <FailureNotice failure={failure} />}
      <p className="lead">{invitation(stored)}</p>
      <div className="row">
        <ActionButton
          variant="primary"
          disabledReason={isKnown ? null : checkingText}
          onPress={() => session.downloadDataset()}
        >
          {stored.length === 0 ? `Download CIFAR-10 (${downloadSize})` : 'Download CIFAR-10: the rest'}
        </ActionButton>
        <ArchivePicker isUsable={isKnown} />
      </div>
    </div>
  );
}

function invitation(stored: readonly BatchSummary[]): string {
  if (stored.length === 0) {
    return 'CIFAR-10 has 60,000 small colour images in ten classes. It is downloaded once, checked against the published checksums, and stored in this browser.';
  }
  const missing = batchNames.filter((name) => !stored.some((summary) => summary.name === name));
  return `Still missing: ${listText(
    missing.map((name) => batchTitle(name).replace('The ', 'the ')),
    'and',
  )}. Only these will be downloaded.`;
}
