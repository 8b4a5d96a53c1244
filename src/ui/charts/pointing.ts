import { createStore, type StoreApi } from 'zustand/vanilla';

/** What is pointed at in charts over the same steps. It changes with every movement, so it is no part of a chart's properties. */
export interface Pointing {
  readonly at: PointedPlace | null;
  /** The steps between which a drag goes, as far as it has come. */
  readonly drag: { readonly from: number; readonly to: number } | null;
  /** The values that a key has led to, to be read out. */
  readonly spoken: string;
}

interface PointedPlace {
  /** One at which something was measured. */
  readonly step: number;
  /** The name of the chart that has the pointer or the focus. */
  readonly chart: string;
  /** Of the pointer, in pixels from the chart's upper left corner. */
  readonly x: number;
  readonly y: number;
}

export type PointingStore = StoreApi<Pointing>;

export function createPointing(): PointingStore {
  return createStore<Pointing>(() => ({ at: null, drag: null, spoken: '' }));
}
