import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { states } from '../tour/states.ts';
import { expect, test } from './fixtures.ts';

/** Between them every width and both themes; the phone comes last, so that each state is reached on the wide page. */
const views = [
  { width: 1440, height: 900, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' },
] as const;

test('every state of the page: nothing that the accessibility checker finds, nothing that scrolls sideways', async ({
  page,
}) => {
  test.setTimeout(8 * 60_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const { name, reach } of states) {
    await page.setViewportSize(views[0]);
    await reach(page);
    for (const { theme, ...size } of views) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: theme });
      await test.step(`${name}, ${size.width} px, ${theme}`, async () => {
        expect.soft(await tooWide(page), `${name} at ${size.width} px`).toEqual([]);
        expect.soft(await violations(page), `${name}, ${theme}`).toEqual([]);
      });
    }
  }
});

/** By the checker's rules for WCAG and its best practices. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const checker: typeof axe = Reflect.get(window, 'axe');
    const { violations: found } = await checker.run();
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}

/** What reaches beyond the right edge of the page, and makes all of it scroll. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const isScrolled = (element: Element | null): boolean =>
      element !== null &&
      (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX) ||
        isScrolled(element.parentElement));
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .filter((element) => !isScrolled(element.parentElement))
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
}
