import type { CSSProperties } from 'react';
import { useStore } from 'zustand';
import { wholeNumber } from '../words/numbers.ts';
import { CurveSample } from './CurveSample.tsx';
import type { PointingStore } from './pointing.ts';
import { dotsAt, nearestReadings, placeOfStep, type ReadableDrawing, readingsAt } from './reading.ts';

interface ChartOverlayProps {
  readonly name: string;
  readonly drawing: ReadableDrawing;
  readonly pointing: PointingStore;
  readonly format: (value: number) => string;
}

/** Pixels between the pointer and what tells its values. */
const distance = 14;
/** More would cover most of the chart; the legends have the values of all curves. */
const maxReadings = 4;

/** A line at the step that is pointed at in any of the charts, a dot on each curve, and the values at the pointer. */
export function ChartOverlay({ name, drawing, pointing, format }: ChartOverlayProps) {
  const { at, drag } = useStore(pointing);
  const { left, top, width, height } = drawing.area;
  const isShown = at !== null && at.step >= drawing.steps.from && at.step <= drawing.steps.to;
  const dragged = drag && [drag.from, drag.to].map((step) => placeOfStep(drawing, step));
  return (
    <>
      <svg className="chart-overlay" aria-hidden="true">
        {dragged && (
          <rect
            className="chart-drag"
            x={Math.max(left, Math.min(...dragged))}
            y={top}
            width={Math.min(left + width, Math.max(...dragged)) - Math.max(left, Math.min(...dragged))}
            height={height}
          />
        )}
        {isShown && (
          <>
            <line
              className="chart-crosshair"
              x1={placeOfStep(drawing, at.step)}
              x2={placeOfStep(drawing, at.step)}
              y1={top}
              y2={top + height}
            />
            {dotsAt(drawing, at.step).map(({ curve, x, y }) => (
              <circle
                key={`${curve.key} ${curve.mark}`}
                className="chart-dot"
                cx={x}
                cy={y}
                r={4}
                style={{ fill: curve.colour }}
              />
            ))}
          </>
        )}
      </svg>
      {isShown && at.chart === name && (
        <div className="chart-tooltip-place" style={placeOfTooltip(at, drawing.area)}>
          <div className="chart-tooltip" role="tooltip">
            <PointedValues drawing={drawing} step={at.step} y={at.y} format={format} />
          </div>
        </div>
      )}
    </>
  );
}

interface PointedValuesProps {
  readonly drawing: ReadableDrawing;
  readonly step: number;
  /** Of the pointer, in pixels from the drawing's upper edge. */
  readonly y: number;
  readonly format: (value: number) => string;
}

/** The curves that are nearest to the pointer. */
function PointedValues({ drawing, step, y, format }: PointedValuesProps) {
  const all = readingsAt(drawing.curves, step);
  const readings = nearestReadings(all, drawing, y, maxReadings);
  const more = all.length - readings.length;
  const hasSmoothed = readings.some(({ smoothed }) => smoothed !== null);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Step {wholeNumber(step)}</th>
          <th scope="col">{hasSmoothed && 'measured'}</th>
          {hasSmoothed && <th scope="col">smoothed</th>}
        </tr>
      </thead>
      <tbody>
        {readings.map(({ curve, value, isBetween, smoothed }) => (
          <tr key={`${curve.key} ${curve.mark}`}>
            <th scope="row">
              <CurveSample curve={curve} colour={curve.colour} />
              <span>{curve.name}</span>
            </th>
            <td>
              {isBetween && '≈ '}
              {format(value)}
            </td>
            {hasSmoothed && <td>{smoothed !== null && format(smoothed)}</td>}
          </tr>
        ))}
      </tbody>
      {more > 0 && (
        <tfoot>
          <tr>
            <td colSpan={3}>{wholeNumber(more)} more in the legends</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/**
 * Beside the pointer, and above or below it, on the side that has more room. The padding gives way where a tooltip is too wide: how wide
 * it is, only the browser knows.
 */
function placeOfTooltip(
  { x, y }: { readonly x: number; readonly y: number },
  { left, top, width, height }: ReadableDrawing['area'],
): CSSProperties {
  const isLeft = x < left + width / 2;
  const end = left + width;
  return {
    left: 0,
    width: end,
    flexDirection: isLeft ? 'row' : 'row-reverse',
    '--beside': `${isLeft ? x + distance : end - x + distance}px`,
    ...(y < top + height / 2 ? { top: y + distance } : { bottom: `calc(100% - ${y - distance}px)` }),
  };
}
