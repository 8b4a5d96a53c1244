import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { useStore } from 'zustand';
import { wholeNumber } from '../words/numbers.ts';
import { ChartOverlay } from './ChartOverlay.tsx';
import { firstStep, lastStep, nearestStep, stepByKey } from './measuredSteps.ts';
import type { PointingStore } from './pointing.ts';
import {
  isInArea,
  placeOfStep,
  type ReadableDrawing,
  type Reading,
  rangeOf,
  readingsAt,
  stepAtPlace,
  stopsOf,
} from './reading.ts';
import { draggedRange, type StepRange, zoomedAround } from './stepRange.ts';
import './charts.css';

export interface Zooming {
  /** All steps that there are to zoom in on. */
  readonly whole: StepRange;
  readonly isZoomed: boolean;
  /** Null for all steps. */
  readonly onZoom: (range: StepRange | null) => void;
}

interface PointedChartProps {
  /** What the chart is of. */
  readonly name: string;
  /** Null as long as nothing is drawn. */
  readonly drawing: ReadableDrawing | null;
  /** Shared by charts that are pointed at together. */
  readonly pointing: PointingStore;
  readonly format: (value: number) => string;
  readonly zooming?: Zooming;
  /** The drawing. */
  readonly children: ReactNode;
}

/** Shorter drags are presses. */
const leastDrag = 5;

/**
 * A chart whose values are read at the pointer or by keys. All that follows the pointer is an overlay that is computed from what stands
 * on the page: the drawing below it stays as it is, however long the next one takes.
 */
export function PointedChart({ name, drawing, pointing, format, zooming, children }: PointedChartProps) {
  const reader = useRef<HTMLDivElement>(null);
  const pressedAt = useRef<number | null>(null);
  const lastRead = useRef<number | null>(null);
  const stops = drawing ? stopsOf(drawing.curves) : [];
  const range = drawing ? rangeOf(drawing) : { from: 0, to: 0 };
  const last = lastStep(stops, range) ?? 0;
  const pointedStep = useStore(pointing, ({ at }) => at?.step ?? null);

  function pointAt(step: number | null, { x, y }: { readonly x: number; readonly y: number }) {
    if (step === null) return pointing.setState({ at: null });
    lastRead.current = step;
    pointing.setState({ at: { step, chart: name, x, y } });
  }

  function pointByKey(step: number | null) {
    if (!drawing || step === null) return;
    pointAt(step, { x: placeOfStep(drawing, step), y: drawing.area.top });
    pointing.setState({ spoken: spokenText(step, readingsAt(drawing.curves, step), format) });
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    if (!drawing) return;
    const { x, y } = placeIn(event);
    if (pressedAt.current !== null && zooming && Math.abs(x - pressedAt.current) >= leastDrag) {
      const [from, to] = [pressedAt.current, x].map((place) => stepAtPlace(drawing, place));
      if (from !== undefined && to !== undefined) pointing.setState({ drag: { from, to } });
    }
    const isInside = pressedAt.current !== null || isInArea(drawing.area, x, y);
    pointAt(isInside ? nearestStep(stops, stepAtPlace(drawing, x), range) : null, { x, y });
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    const { x, y } = placeIn(event);
    if (event.button !== 0 || !drawing || !isInArea(drawing.area, x, y)) return;
    reader.current?.focus({ preventScroll: true });
    // A finger that moves reads values, or scrolls the page.
    if (event.pointerType !== 'touch') {
      pressedAt.current = x;
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    onPointerMove(event);
  }

  function endDrag(isChosen: boolean) {
    const { drag } = pointing.getState();
    pressedAt.current = null;
    if (!drag) return;
    pointing.setState({ drag: null });
    const chosen = isChosen ? draggedRange(drag.from, drag.to, wholeSteps(range)) : null;
    if (chosen) zooming?.onZoom(chosen);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = pointing.getState().at?.step ?? lastRead.current ?? last;
    const step = stepByKey(event.key, stops, from, range);
    if (step !== null) pointByKey(step);
    else if (event.key === 'Escape') leave();
    else if (zooming && (event.key === '+' || event.key === '-')) {
      zooming.onZoom(zoomedAround(from, wholeSteps(range), event.key === '+' ? 0.5 : 2, zooming.whole));
    } else return;
    event.preventDefault();
  }

  /** One thing at a time: the drag, the zoom, the reading. */
  function leave() {
    if (pressedAt.current !== null) endDrag(false);
    else if (zooming?.isZoomed) zooming.onZoom(null);
    else pointing.setState({ at: null });
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the slider within has the focus and the keys; over the drawing it would hide it.
    <div
      className="pointed-chart"
      onPointerMove={onPointerMove}
      onPointerDown={onPointerDown}
      onPointerUp={() => endDrag(true)}
      // Or the browser would take the focus away again, as the drawing cannot have it.
      onMouseDown={(event) => event.preventDefault()}
      onPointerCancel={() => endDrag(false)}
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && pointing.setState({ at: null })}
      onDoubleClick={() => zooming?.onZoom(null)}
    >
      {children}
      <div
        ref={reader}
        className="chart-reader"
        role="slider"
        tabIndex={0}
        aria-label={`${name}: read values`}
        aria-valuemin={firstStep(stops, range) ?? 0}
        aria-valuemax={last}
        aria-valuenow={pointedStep ?? last}
        aria-valuetext={`step ${wholeNumber(pointedStep ?? last)}`}
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible')) pointByKey(lastRead.current ?? last);
        }}
        onBlur={() => pointing.setState({ at: null })}
      />
      {drawing && <ChartOverlay name={name} drawing={drawing} pointing={pointing} format={format} />}
    </div>
  );
}

function placeIn({ clientX, clientY, currentTarget }: PointerEvent): {
  readonly x: number;
  readonly y: number;
} {
  const { left, top } = currentTarget.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

function wholeSteps({ from, to }: StepRange): StepRange {
  return { from: Math.ceil(from), to: Math.floor(to) };
}

function spokenText(step: number, readings: readonly Reading[], format: (value: number) => string): string {
  const values = readings.map(
    ({ curve, value, isBetween }) => `${curve.name} ${isBetween ? 'about ' : ''}${format(value)}`,
  );
  return `Step ${wholeNumber(step)}: ${values.join(', ') || 'nothing measured'}`;
}
