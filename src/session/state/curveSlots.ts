/** For each look of a compared curve, the id of the run that has it; null where it is free. */
export type CurveSlots = readonly (string | null)[];

/** A run keeps its slot, and so its colour, as long as it is shown; one that comes takes the first free one. */
export function slotsAfter(before: CurveSlots, shownIds: readonly string[]): CurveSlots {
  const slots = before.map((id) => (id !== null && shownIds.includes(id) ? id : null));
  for (const id of shownIds) {
    if (slots.includes(id)) continue;
    const free = slots.indexOf(null);
    slots[free < 0 ? slots.length : free] = id;
  }
  return slots.slice(0, slots.findLastIndex((id) => id !== null) + 1);
}
