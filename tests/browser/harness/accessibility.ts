import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { setView, type View } from '../../screenshots/views.ts';
import type { State } from '../../tour/states.ts';
import { expect, test } from '../fixtures.ts';
import { renderedTexts } from './renderedTexts.ts';

/** Each state of the page: nothing that the accessibility checker finds, that scrolls sideways, or that a translation would break. */
export async function expectAccessible(
  page: Page,
  states: readonly State[],
  viewsOf: (stateIndex: number) => readonly View[],
): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const [index, { name, reach }] of states.entries()) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await reach(page);
    expect.soft((await renderedTexts(page)).unprotected, name).toEqual([]);
    // Its text would be its value, which a translation changes.
    expect.soft(await page.locator('option:not([value])').allTextContents(), name).toEqual([]);
    for (const view of viewsOf(index)) {
      await setView(page, view);
      const title = `${name}, ${view.width} px, ${view.theme}`;
      await test.step(title, async () => {
        expect.soft(await tooWide(page), title).toEqual([]);
        expect.soft(await violations(page), title).toEqual([]);
      });
    }
  }
}

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
    const found = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .filter((element) => !isScrolled(element.parentElement))
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    return found.length > 0 ? found : [`the page: ${scrollWidth} px in ${clientWidth}`];
  });
}
