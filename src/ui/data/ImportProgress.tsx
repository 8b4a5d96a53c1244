import type { DataState } from '../../session/state/dataState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession } from '../common/sessionContext.ts';
import { bytesText, durationText } from '../words/numbers.ts';

type Importing = Extract<DataState, { kind: 'importing' }>;

const titles: Record<Importing['source'], string> = {
  download: 'CIFAR-10 download',
  files: 'CIFAR-10 from your files',
};

/** Bytes, speed and time left, with a way out that keeps what has arrived. */
export function ImportProgress({ data }: { readonly data: Importing }) {
  const session = useSession();
  const { progress } = data;
  const received = progress?.receivedBytes ?? 0;
  const total = progress?.totalBytes ?? 1;
  return (
    <div className="import-progress">
      <progress aria-label={titles[data.source]} value={received} max={total} />
      <div className="row">
        <p className="figures">{progress ? progressText(progress) : 'Starting…'}</p>
        <ActionButton onPress={() => session.cancelImport()}>Cancel</ActionButton>
        <p className="quiet">Batches already stored are kept.</p>
      </div>
    </div>
  );
}

function progressText({
  receivedBytes,
  totalBytes,
  bytesPerSecond,
  secondsLeft,
}: NonNullable<Importing['progress']>): string {
  const parts = [`${bytesText(receivedBytes)} of ${bytesText(totalBytes)}`];
  if (receivedBytes >= totalBytes) return `${parts[0]}, checking and storing the last batch`;
  if (bytesPerSecond) parts.push(`${bytesText(bytesPerSecond)} per second`);
  if (secondsLeft !== null) parts.push(`${durationText(secondsLeft)} left`);
  return parts.join(', ');
}
