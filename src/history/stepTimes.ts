/** How long a run had trained, pauses excluded, when `step` steps were completed. */
export interface TimePoint {
  readonly step: number;
  readonly seconds: number;
}

/** Points closer together than this share of the time so far are merged: a run of any length keeps about a thousand. */
const closestShare = 1 / 256;

/**
 * The times with one added, which replaces those of its step and of later ones: a run that diverged goes back to that step. It also
 * replaces the last one where that is close behind the one before it.
 */
export function withTime(times: readonly TimePoint[], added: TimePoint): readonly TimePoint[] {
  const earlier = times.filter(({ step }) => step < added.step);
  const [before, last] = earlier.slice(-2);
  const isClose = before && last && last.seconds - before.seconds < closestShare * added.seconds;
  return [...(isClose ? earlier.slice(0, -1) : earlier), added];
}
