import { type ChartDrawing, drawChart } from './drawChart.ts';

/** A drawing takes 30 to 70 ms of the main thread, so there is one at most in this time. */
const leastIntervalMs = 900;

/** Draws what is asked for, but not more often than pays: once in a while, one at a time, and only what can be seen. */
export interface ChartPainter {
  request(makeDrawing: () => ChartDrawing): void;
  dispose(): void;
}

export function chartPainter(frame: HTMLElement): ChartPainter {
  let wanted: (() => ChartDrawing) | null = null;
  let isDrawing = false;
  let isOnScreen = false;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const observer = new IntersectionObserver((entries) => {
    isOnScreen = entries.some(({ isIntersecting }) => isIntersecting);
    schedule();
  });
  observer.observe(frame);
  document.addEventListener('visibilitychange', schedule);

  function schedule(): void {
    if (!wanted || isDrawing || timer !== undefined || !isOnScreen || document.hidden) return;
    timer = setTimeout(draw, Math.max(0, drawnAt + leastIntervalMs - performance.now()));
  }

  async function draw(): Promise<void> {
    timer = undefined;
    const makeDrawing = wanted;
    if (!makeDrawing) return;
    wanted = null;
    isDrawing = true;
    try {
      await drawChart(frame, makeDrawing());
    } finally {
      isDrawing = false;
      drawnAt = performance.now();
      schedule();
    }
  }

  return {
    request(makeDrawing) {
      wanted = makeDrawing;
      schedule();
    },
    dispose() {
      wanted = null;
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', schedule);
    },
  };
}
