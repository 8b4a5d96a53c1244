export interface PointedPlace {
  readonly step: number;
  /** Pixels from the chart's left edge. */
  readonly left: number;
}

/** Told by a chart's frame when the pointer moves over the chart; null when it has left. */
export class ChartPointed extends Event {
  static readonly type = 'chartpointed';
  readonly place: PointedPlace | null;

  constructor(place: PointedPlace | null) {
    super(ChartPointed.type);
    this.place = place;
  }
}
