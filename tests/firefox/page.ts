import type { Page } from 'puppeteer-core';

/*
 * Playwright drives only a Firefox of its own, or the newest one: it sends commands that an ESR does not know. Puppeteer speaks
 * WebDriver BiDi with any. What is pressed and read here is found by role and name, as in the tests with Playwright.
 */

/** An element by its role and its whole name, as soon as it is there and can be used. */
export async function element(page: Page, role: string, name: string) {
  const found = await page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`);
  if (!found) throw new Error(`there is no ${role} named ${name}`);
  const isUsable = (one: Element) => !one.matches('[aria-disabled=true], [data-prerendered] *');
  await page.waitForFunction(isUsable, {}, found);
  return found;
}

export async function press(page: Page, name: string): Promise<void> {
  const button = await element(page, 'button', name);
  // As a person would: at the upper edge of the window the path lies over it, and would be pressed instead.
  await button.evaluate((found) => found.scrollIntoView({ block: 'center' }));
  await button.click();
}

/** Waits until the page says this, and gives it. */
export async function openTab(page: Page, name: string): Promise<void> {
  await (await element(page, 'tab', name)).click();
}

export async function seenText(page: Page, pattern: RegExp, timeout = 60_000): Promise<string> {
  try {
    const handle = await page.waitForFunction(
      (source) => new RegExp(source).exec(document.body.textContent ?? '')?.[0],
      { timeout, polling: 250 },
      pattern.source,
    );
    return String(await handle.jsonValue());
  } catch (cause) {
    const text = await page.evaluate(() => document.querySelector('main')?.textContent?.slice(0, 1_000));
    throw new Error(`${pattern} was not seen; the page begins: ${text}`, { cause });
  }
}

export async function setNumber(page: Page, name: string, text: string): Promise<void> {
  const field = await element(page, 'spinbutton', name);
  await field.click({ count: 3 });
  await field.type(text);
  await page.keyboard.press('Tab');
}
