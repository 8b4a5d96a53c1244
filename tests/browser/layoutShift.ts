import type { Page } from '@playwright/test';

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
}

/** Runs in the page, before its scripts. */
export function noteShifts(): void {
  const shifts: PerformanceEntry[] = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({
    type: 'layout-shift',
    buffered: true,
  });
  Object.assign(window, { shifts });
}

/** The sum of the page's layout shifts, without those that follow a press at once: https://web.dev/articles/cls. */
export function shiftOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const shifts: readonly LayoutShift[] = Reflect.get(window, 'shifts');
    return shifts.filter((shift) => !shift.hadRecentInput).reduce((sum, { value }) => sum + value, 0);
  });
}
