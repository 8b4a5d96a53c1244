import { storedBatches } from '../state/dataState.ts';
import { isTakenElsewhere } from '../state/lockState.ts';
import type { LostStorage } from '../state/lostStorage.ts';
import { isBusy, runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';

/** Everything that the session lists of what is stored. */
export interface Listed {
  readonly batches: readonly string[];
  readonly checkpoints: readonly string[];
  readonly runs: readonly string[];
  readonly sweeps: readonly string[];
}

export function listedIn({ data, ...lists }: SessionState): Listed {
  return listedOf({ batches: storedBatches(data), ...lists });
}

interface Lists extends Pick<SessionState, 'checkpoints' | 'runs' | 'sweeps'> {
  readonly batches: readonly { readonly name: string }[];
}

export function listedOf({ batches, checkpoints, runs, sweeps }: Lists): Listed {
  return {
    batches: batches.map(({ name }) => name),
    checkpoints: checkpoints.map(({ id }) => id),
    runs: runs.map(({ id }) => id),
    sweeps: sweeps.map(({ plan }) => plan.id),
  };
}

/** Whether something that was listed is not there any more. */
export function isAnyGone(before: Listed, after: Listed): boolean {
  return (['batches', 'checkpoints', 'runs', 'sweeps'] as const).some(
    (list) => countGone(before[list], after[list]) > 0,
  );
}

/** Together with what was lost before, as long as that is still said. */
export function lostSince(before: Listed, after: Listed, state: SessionState): LostStorage {
  const { lostStorage } = state;
  return {
    pictures: lostStorage?.pictures || countGone(before.batches, after.batches) > 0,
    checkpoints: (lostStorage?.checkpoints ?? 0) + countGone(before.checkpoints, after.checkpoints),
    runs: (lostStorage?.runs ?? 0) + countGone(before.runs, after.runs),
    sweeps: (lostStorage?.sweeps ?? 0) + countGone(before.sweeps, after.sweeps),
    present: presentOf(state),
  };
}

function countGone(before: readonly string[], after: readonly string[]): number {
  const present = new Set(after);
  return before.filter((id) => !present.has(id)).length;
}

function presentOf({ run, trainingLock, activeSweep }: SessionState): LostStorage['present'] {
  if (isTakenElsewhere(trainingLock)) return 'savedElsewhere';
  if (activeSweep !== null) return 'sweepGoesOn';
  if (isBusy(run)) return 'savedSoon';
  return runOf(run) ? 'saved' : null;
}
