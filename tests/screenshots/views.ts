import { expect, type Page } from '@playwright/test';

export interface View {
  readonly width: number;
  readonly theme: 'light' | 'dark';
}

/** Three widths, light and dark. */
export const views: readonly View[] = [1440, 768, 390].flatMap((width) => [
  { width, theme: 'light' },
  { width, theme: 'dark' },
]);

/** A page whose width or theme changes draws its charts anew, whatever the time since the last drawing. */
const redrawLimitMs = 15_000;

export async function setView(page: Page, { width, theme }: View): Promise<void> {
  await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
  await page.emulateMedia({ colorScheme: theme });
}

/** Changes to another view, and waits until every chart is drawn for it. */
export async function changeView(page: Page, view: View): Promise<void> {
  const drawings = await page.locator('.chart-area:visible').elementHandles();
  await setView(page, view);
  // Charts are drawn only where they are on the screen, each drawing in the place of the one before it.
  for (const frame of await page.locator('.chart-frame:has(.chart-area):visible').all()) {
    await frame.scrollIntoViewIfNeeded();
    await expect
      .poll(() => frame.evaluate(isDrawn, drawings), {
        message: `a chart is drawn for ${view.width} px, ${view.theme}`,
        timeout: redrawLimitMs,
      })
      .toBe(true);
  }
  // The path follows the scrolling, and would lie over the middle of a picture of the whole page.
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(
    () => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))),
  );
}

/** Runs in the page: nothing in the frame is one of the earlier drawings, or a drawing that is not finished. */
function isDrawn(frame: Element, earlier: readonly Node[]): boolean {
  return [...frame.querySelectorAll<HTMLElement>('.chart-area')].every(
    (drawing) => !earlier.includes(drawing) && drawing.style.visibility !== 'hidden',
  );
}
