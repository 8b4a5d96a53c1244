import type { View } from 'vega';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ChartDrawing, chartPainter } from '../../../src/ui/charts/chartPainter.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { hidden: false, addEventListener: vi.fn(), removeEventListener: vi.fn() });
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(onChange: (entries: { isIntersecting: boolean }[]) => void) {
        onChange([{ isIntersecting: true }]);
      }
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A painter that has just drawn, so that the next drawing waits its time. */
async function painterAfterDrawing() {
  const drawn: number[] = [];
  const reported: unknown[] = [];
  const drawingOf = (lastStep: number): (() => ChartDrawing) => {
    const steps = { kind: 'linear', from: 0, to: lastStep } as const;
    const plot = { title: 'Loss', own: [], compared: [], steps, values: { ...steps, to: 1 } };
    return () => ({ plot, width: 1, height: 1 });
  };
  const drawOnCanvas = async (_: unknown, { steps }: ChartDrawing['plot']) => {
    drawn.push(steps.to);
    return {
      origin: () => [40, 0],
      padding: () => ({ left: 0, top: 4 }),
      width: () => 200,
      height: () => 100,
    } as unknown as View;
  };
  const painter = chartPainter(
    {} as HTMLElement,
    {} as HTMLCanvasElement,
    () => 'software',
    ({ plot, area }) => reported.push([plot.steps.to, area]),
    async () => ({
      drawOnCanvas,
    }),
  );
  painter.request(drawingOf(10));
  await vi.advanceTimersByTimeAsync(0);
  return { painter, drawn, reported, drawingOf };
}

it('while a run trains, a chart waits its time', async () => {
  const { painter, drawn, drawingOf } = await painterAfterDrawing();
  painter.request(drawingOf(20));
  await vi.advanceTimersByTimeAsync(100);
  expect(drawn).toEqual([10]);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(drawn).toEqual([10, 20]);
});

it('the last state of a run that ends, pauses or diverges is drawn at once', async () => {
  const { painter, drawn, drawingOf } = await painterAfterDrawing();
  painter.request(drawingOf(20));
  painter.request(drawingOf(30), true);
  await vi.advanceTimersByTimeAsync(0);
  expect(drawn).toEqual([10, 30]);
});

it('says what stands on the canvas, and where, only once it does', async () => {
  const { painter, reported, drawingOf } = await painterAfterDrawing();
  const area = { left: 40, top: 4, width: 200, height: 100 };
  expect(reported).toEqual([[10, area]]);
  painter.request(drawingOf(20));
  await vi.advanceTimersByTimeAsync(100);
  expect(reported).toEqual([[10, area]]);
  painter.hurry();
  await vi.advanceTimersByTimeAsync(0);
  expect(reported).toEqual([
    [10, area],
    [20, area],
  ]);
});
