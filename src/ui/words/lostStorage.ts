import type { LostStorage } from '../../session/state/lostStorage.ts';
import { listText } from './lists.ts';
import { counted, wholeNumber } from './numbers.ts';

const presentTexts: Record<NonNullable<LostStorage['present']>, string> = {
  saved: 'The run that is shown was saved again, as far as this page still had it.',
  savedSoon: 'The run goes on, and is saved again within 15 seconds.',
  savedElsewhere: 'The tab that trains saves its run again.',
  sweepGoesOn: 'The search goes on, and its results were saved again.',
};

/** Says what happened, what is gone, what is not, and what to do. */
export function lostStorageText({ pictures, checkpoints, runs, sweeps, present }: LostStorage): string {
  const gone = [
    ...(pictures ? ['CIFAR-10'] : []),
    ...(checkpoints > 0 ? [counted(checkpoints, 'checkpoint')] : []),
    ...(runs > 0 ? [counted(runs, 'run')] : []),
    ...(sweeps > 0 ? [sweeps === 1 ? '1 search' : `${wholeNumber(sweeps)} searches`] : []),
  ];
  const sentences = [
    'What the browser stored for this page was cleared, by its settings or by another tab.',
    gone.length > 0 ? `Gone: ${listText(gone, 'and')}.` : 'Nothing that this page lists is gone.',
    ...(present === null ? [] : [presentTexts[present]]),
    ...(pictures ? ['Download CIFAR-10 again before the next run.'] : []),
  ];
  return sentences.join(' ');
}

export const clearedFilesText =
  'The page’s own files were cleared, which the browser kept so that the page works without a network. Data, checkpoints and runs are not affected. The next visit with a network stores the files again.';
