import type { TimePoint } from './stepTimes.ts';

/**
 * The time at each step, linear between the points, and from 0 at step 0 to the first of them.
 *
 * @param times ascending by step; empty for a run whose times are unknown
 * @param end the run as it is now: where its times are unknown, its steps are taken to have been equally long
 */
export function timeline(times: readonly TimePoint[], end: TimePoint): (step: number) => number {
  const points = [{ step: 0, seconds: 0 }, ...times, end];
  return (step) => {
    if (step >= end.step) return end.seconds;
    const next = points.findIndex((point) => point.step >= step);
    const after = points[next] ?? end;
    const before = points[next - 1];
    if (!before || after.step === step) return after.seconds;
    const share = (step - before.step) / (after.step - before.step);
    return before.seconds + share * (after.seconds - before.seconds);
  };
}
