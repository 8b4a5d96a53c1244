import { expect, type Page } from '@playwright/test';

export interface View {
  readonly width: number;
  readonly theme: 'light' | 'dark';
}

/** Four widths, light and dark. */
export const views: readonly View[] = [1920, 1440, 768, 390].flatMap((width) => [
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
  await setView(page, view);
  // Charts are drawn only where they are on the screen.
  for (const frame of await page
    .locator('.chart-frame:not(:has(.chart-empty, .article-curve)):visible')
    .all()) {
    await frame.scrollIntoViewIfNeeded();
    await expect
      .poll(() => frame.evaluate(isDrawn), {
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

/** Runs in the page: the frame's drawing has its width, and the theme's colour of the lines that are behind every chart. */
function isDrawn(frame: Element): boolean {
  const canvas = frame.querySelector('canvas');
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return false;
  if (canvas.width !== Math.floor(Math.floor(frame.getBoundingClientRect().width) * devicePixelRatio))
    return false;
  const probe = document.createElement('span');
  probe.style.color = 'var(--line)';
  frame.append(probe);
  const line = getComputedStyle(probe).color.match(/\d+/g)?.join();
  probe.remove();
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: data.length / 4 }, (_, pixel) =>
    data.slice(4 * pixel, 4 * pixel + 3).join(),
  ).includes(line ?? '');
}
