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
  const drawingOf = (lastStep: number): (() => ChartDrawing) => {
    const plot = { title: 'Loss', own: [], compared: [], lastStep, bottom: 0, top: 1, hidden: [] };
    return () => ({ plot, width: 1, height: 1 });
  };
  const drawOnCanvas = async (_: unknown, { lastStep }: ChartDrawing['plot']) => {
    drawn.push(lastStep);
    return {} as View;
  };
  const painter = chartPainter(
    {} as HTMLElement,
    {} as HTMLCanvasElement,
    () => 'software',
    async () => ({
      drawOnCanvas,
    }),
  );
  painter.request(drawingOf(10));
  await vi.advanceTimersByTimeAsync(0);
  return { painter, drawn, drawingOf };
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
