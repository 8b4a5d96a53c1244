import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../commands/findFirefox.mjs';
import { type PlainHost, startPlainHost } from '../browser/harness/plainHost.ts';
import { press, seenText } from './page.ts';

const firefox = findFirefox();

describe.skipIf(firefox === null)('versions in Firefox', () => {
  let host: PlainHost;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    host = await startPlainHost();
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox ?? '', headless: true });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  it('a page of which the host had only half is mended by one press, and what was stored stays', async () => {
    host.publish('first', 'half');
    await page.goto(host.url);
    await seenText(page, /A part of this page did not arrive/);
    await page.evaluate(storeMarks);
    await press(page, 'Load the page again');
    await page.waitForSelector('[data-state=incomplete]:not([hidden])');
    host.publish('first');
    await press(page, 'Load the page again');
    await page.waitForSelector('#inspect-section');
    expect(await page.evaluate(storedMarks)).toEqual(['kept', 'kept']);
  });

  it('a stored version works on while the next one is half there, and the whole next one is taken when asked for', async () => {
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated',
    );
    host.publish('second', 'half');
    await page.reload();
    await page.waitForSelector('#inspect-section');
    expect(await page.evaluate(versionOf)).toBe('first');

    host.publish('second');
    await page.reload();
    await press(page, 'Load it now');
    await page.waitForSelector('html[data-version=second]');
    await page.waitForSelector('#inspect-section');
    expect(await page.evaluate(storedMarks)).toEqual(['kept', 'kept']);
  });
});

function versionOf(): string {
  return document.documentElement.dataset.version ?? 'first';
}

async function storeMarks(): Promise<void> {
  localStorage.setItem('mark', 'kept');
  await new Promise((resolve, reject) => {
    const opening = indexedDB.open('mark', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('marks').put('kept', 'mark');
    opening.onsuccess = () => resolve(opening.result.close());
    opening.onerror = () => reject(opening.error);
  });
}

async function storedMarks(): Promise<unknown[]> {
  const inDatabase = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('mark', 1);
    opening.onsuccess = () => {
      const reading = opening.result.transaction('marks').objectStore('marks').get('mark');
      reading.onsuccess = () => resolve(reading.result);
    };
    opening.onerror = () => reject(opening.error);
  });
  return [localStorage.getItem('mark'), inDatabase];
}
