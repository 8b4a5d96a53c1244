/** How long a run had trained, pauses excluded, when `step` steps were completed. */
export interface TimePoint {
  readonly step: number;
  readonly seconds: number;
}

/** Points closer together than this share of the time so far are merged: a run of any length keeps about a thousand. */
const closestShare = 1 / 256;

/** The times with one added; it replaces the last one where that is close behind the one before it. */
export function withTime(times: readonly TimePoint[], added: TimePoint): readonly TimePoint[] {
  const [before, last] = times.slice(-2);
  if (!before || !last) return [...times, added];
  const isClose = last.step === added.step || last.seconds - before.seconds < closestShare * added.seconds;
  return [...(isClose ? times.slice(0, -1) : times), added];
}
