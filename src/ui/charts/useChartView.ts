import { useMemo, useState } from 'react';
import { type ChartView, usualView } from './plot.ts';
import type { StepRange } from './stepRange.ts';

interface ChosenView {
  readonly view: ChartView;
  readonly choose: (change: Partial<Pick<ChartView, 'lossScale' | 'stepScale'>>) => void;
  readonly zoom: (range: StepRange | null) => void;
  /** Hides a curve, or shows it again. */
  readonly toggle: (key: string) => void;
}

/**
 * How the charts are looked at, until the page is left.
 *
 * @param runId the steps of one run are not those of another, which is shown from its beginning
 */
export function useChartView(runId: string | undefined): ChosenView {
  const [view, setView] = useState(usualView);
  const [zoomed, setZoomed] = useState<{
    readonly runId: string | undefined;
    readonly range: StepRange;
  } | null>(null);
  const zoom = zoomed && zoomed.runId === runId ? zoomed.range : null;
  return {
    view: useMemo(() => ({ ...view, zoom }), [view, zoom]),
    choose: (change) => setView((before) => ({ ...before, ...change })),
    zoom: (range) => setZoomed(range && { runId, range }),
    toggle: (key) => setView((before) => ({ ...before, hidden: toggled(before.hidden, key) })),
  };
}

export function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const others = new Set(keys);
  if (!others.delete(key)) others.add(key);
  return others;
}
