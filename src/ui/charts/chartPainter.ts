import type { View } from 'vega';
import type { Plot } from './plot.ts';
import type { PlotArea } from './reading.ts';

const leastIntervalMs = { gpu: 900, software: 1_800 };
/** A drawing takes the main thread for tens of milliseconds, the more the busier the machine: of the time, at most a 40th. */
const restPerCost = 40;
/** Whatever it took: a chart that stands still for longer does not look alive. */
const mostIntervalMs = 4_000;

/** What puts the page on the screen. A program on the CPU takes that time from the training, and it is not the main thread's. */
export type ScreenDrawer = keyof typeof leastIntervalMs;

export interface ChartDrawing {
  readonly plot: Plot;
  readonly width: number;
  readonly height: number;
}

/** What stands on a canvas. */
export interface Drawn {
  readonly plot: Plot;
  /** Between the axes, in CSS pixels from the canvas's upper left corner. */
  readonly area: PlotArea;
}

/** Draws what is asked for, but not more often than pays: once in a while, one at a time, and only what can be seen. */
export interface ChartPainter {
  /** @param isAtRest whether nothing trains: then there is nothing to spare, and the drawing does not wait its time */
  request(makeDrawing: () => ChartDrawing, isAtRest?: boolean): void;
  /** What stands there is wrong, not only old: the next drawing does not wait its time. */
  hurry(): void;
  dispose(): void;
}

function restAfter(costMs: number, drawer: ScreenDrawer): number {
  return Math.min(mostIntervalMs, Math.max(leastIntervalMs[drawer], restPerCost * costMs));
}

function areaOf(view: View): PlotArea {
  const [x = 0, y = 0] = view.origin();
  const padding = view.padding();
  const { left = 0, top = 0 } = typeof padding === 'object' && 'left' in padding ? padding : {};
  return { left: x + left, top: y + top, width: view.width(), height: view.height() };
}

/**
 * @param surface the canvas's parent
 * @param drawerNow asked after each drawing: it is known once training has begun
 * @param onDrawn called after each drawing
 * @param loadDrawing the first drawing loads tfjs-vis and Vega, nearly a megabyte
 */
export function chartPainter(
  surface: HTMLElement,
  canvas: HTMLCanvasElement,
  drawerNow: () => ScreenDrawer,
  onDrawn: (drawn: Drawn) => void,
  loadDrawing: () => Promise<Pick<typeof import('./lineChart.ts'), 'drawOnCanvas'>> = () =>
    import('./lineChart.ts'),
): ChartPainter {
  let wanted: (() => ChartDrawing) | null = null;
  let isDrawing = false;
  let isOnScreen = false;
  let nextAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const observer = new IntersectionObserver((entries) => {
    isOnScreen = entries.some(({ isIntersecting }) => isIntersecting);
    schedule();
  });
  observer.observe(surface);
  document.addEventListener('visibilitychange', schedule);

  function schedule(): void {
    if (!wanted || isDrawing || timer !== undefined || !isOnScreen || document.hidden) return;
    timer = setTimeout(draw, Math.max(0, nextAt - performance.now()));
  }

  async function draw(): Promise<void> {
    timer = undefined;
    const makeDrawing = wanted;
    if (!makeDrawing) return;
    wanted = null;
    isDrawing = true;
    let cost = 0;
    nextAt = Number.POSITIVE_INFINITY;
    try {
      const { drawOnCanvas } = await loadDrawing();
      performance.mark('chart redraw');
      const { plot, width, height } = makeDrawing();
      const view = await drawOnCanvas(canvas, plot, { surface, width, height });
      cost = performance.measure('chart redraw', 'chart redraw').duration;
      onDrawn({ plot, area: areaOf(view) });
    } finally {
      isDrawing = false;
      // Unless there was hurry meanwhile.
      nextAt = Math.min(nextAt, performance.now() + restAfter(cost, drawerNow()));
      schedule();
    }
  }

  function hurry(): void {
    nextAt = Number.NEGATIVE_INFINITY;
    clearTimeout(timer);
    timer = undefined;
    schedule();
  }

  return {
    request(makeDrawing, isAtRest = false) {
      wanted = makeDrawing;
      if (isAtRest) hurry();
      else schedule();
    },
    hurry,
    dispose() {
      wanted = null;
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', schedule);
    },
  };
}
