import type { Page } from '@playwright/test';
import type { Fault } from './faults.ts';
import type { Watch } from './instrument.ts';

type Place = Omit<Watch, 'name'>;

/** A moment on the way from an empty browser to a file of weights. */
export interface Moment {
  readonly name: string;
  /** Whether a batch is still missing, or all are stored and a run is in progress. */
  readonly part: 'data' | 'run';
  /** Something of the run is stored by then. */
  readonly isAfterFirstSave?: boolean;
  /** The page writes nothing after it. */
  readonly isLast?: boolean;
  /** The call at which the moment has come. */
  place(fault: Fault): Place;
  /** What the user does shortly before, while the trainer waits. */
  readonly approach?: { readonly place: Place; act(page: Page): Promise<void> };
}

/** A step about half-way through the run; the run is less than an epoch. */
const midway = 24;

export const moments: readonly Moment[] = [
  { name: 'download', part: 'data', place: () => ({ script: 'data.worker', call: 'read', skip: 6 }) },
  { name: 'decode', part: 'data', place: () => ({ script: 'decoder.worker', call: 'digest' }) },
  { name: 'store', part: 'data', place: () => ({ script: 'data.worker', call: 'put', what: 'batches' }) },
  { name: 'first step', part: 'run', place: () => trainerPosts('trainingStarted') },
  {
    name: 'mid-epoch',
    part: 'run',
    isAfterFirstSave: true,
    place: () => trainerPosts('stepsCompleted', midway),
  },
  {
    name: 'checkpoint write',
    part: 'run',
    isAfterFirstSave: true,
    approach: {
      place: trainerPosts('stepsCompleted', midway),
      act: (page) => page.getByRole('button', { name: 'Save checkpoint' }).click(),
    },
    // The trainer takes the checkpoint, the page writes it.
    place: ({ hits }) =>
      hits === 'everything' || hits === 'place'
        ? { script: 'page', call: 'put', what: 'checkpoints' }
        : trainerPosts('checkpointTaken'),
  },
  { name: 'evaluation', part: 'run', isAfterFirstSave: true, place: () => trainerPosts('evaluationStarted') },
  {
    name: 'export',
    part: 'run',
    isAfterFirstSave: true,
    isLast: true,
    place: () => trainerPosts('filesExported'),
  },
];

/** Before there is a run, no GPU is used and no tab trains; while files are written at its end, none does either. */
export function canMeet({ hits }: Fault, { part, isLast = false }: Moment): boolean {
  if (hits === 'place') return part === 'run' && !isLast;
  return hits !== 'GPU' || part === 'run';
}

function trainerPosts(what: string, fromStep = 0): Place {
  return { script: 'trainer.worker', call: 'post', what, fromStep };
}
