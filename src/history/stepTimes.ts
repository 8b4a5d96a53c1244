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

/**
 * The time at a step, linear between the points, and from 0 at step 0 to the first of them.
 *
 * @param times ascending by step; empty for a run whose times are unknown
 * @param end the run as it is now: where its times are unknown, its steps are taken to have been equally long
 */
export function secondsAt(times: readonly TimePoint[], end: TimePoint, step: number): number {
  if (step >= end.step) return end.seconds;
  const points = [{ step: 0, seconds: 0 }, ...times, end];
  const next = points.findIndex((point) => point.step >= step);
  const after = points[next] ?? end;
  const before = points[next - 1];
  if (!before || after.step === step) return after.seconds;
  const share = (step - before.step) / (after.step - before.step);
  return before.seconds + share * (after.seconds - before.seconds);
}
