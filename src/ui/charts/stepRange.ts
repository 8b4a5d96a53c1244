/** Whole steps, from the first to the last that an axis shows. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** What a drag from one place to another zooms in on, in whichever direction; null where it spans no step. */
export function draggedRange(start: number, end: number, { from, to }: StepRange): StepRange | null {
  const first = Math.max(from, Math.round(Math.min(start, end)));
  const last = Math.min(to, Math.round(Math.max(start, end)));
  return last > first ? { from: first, to: last } : null;
}

/**
 * Half as many steps around a step, or twice as many; the step keeps its place on the axis.
 *
 * @param whole the steps that there are: null where the range would have all of them
 */
export function zoomedAround(
  step: number,
  { from, to }: StepRange,
  factor: 0.5 | 2,
  whole: StepRange,
): StepRange | null {
  const first = Math.max(whole.from, Math.round(step - (step - from) * factor));
  const last = Math.min(whole.to, Math.max(first + 1, Math.round(step + (to - step) * factor)));
  return first <= whole.from && last >= whole.to ? null : { from: first, to: last };
}
