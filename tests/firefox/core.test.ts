import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findFirefox } from '../../commands/findFirefox.mjs';
import { type ServedPage, servePage } from '../../commands/servePage.mjs';
import { decodeSafetensors } from '../../src/tensorFiles/safetensors.ts';
import { element, openTab, press, seenText, setNumber } from './page.ts';

const firefox = findFirefox();

describe.skipIf(firefox === null)('in Firefox', () => {
  const downloads = mkdtempSync(join(tmpdir(), 'downloads-'));
  const complaints: string[] = [];
  let served: ServedPage;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    served = await servePage();
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox ?? '',
      headless: true,
      extraPrefsFirefox: { 'browser.download.folderList': 2, 'browser.download.dir': downloads },
    });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (/content.security.policy|trusted ?types/i.test(message.text())) complaints.push(message.text());
    });
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(served.url);
  });
  afterAll(async () => {
    await browser?.close();
    served?.end();
    rmSync(downloads, { recursive: true, force: true });
  });

  it('CIFAR-10 is downloaded, and stays', async () => {
    await press(page, 'Download CIFAR-10 (139 MB)');
    await seenText(page, /CIFAR-10 ready: 50,000 training and 10,000 test images/, 120_000);
    await page.reload();
    await seenText(page, /CIFAR-10 ready/);
  });

  it('100 steps are trained, and a checkpoint is kept', async () => {
    await setNumber(page, 'Max steps', '100');
    await press(page, 'Train');
    await seenText(page, /Step 100 of 100/, 120_000);
    await seenText(page, /Saved checkpoint/);
    await seenText(page, /Test accuracy 0\.\d{4}/);
  });

  it('a later visit restores it, and proves that by the loss of the next batch', async () => {
    await page.reload();
    await openTab(page, 'Runs');
    await press(page, 'Restore');
    await seenText(page, /Restored exactly: the loss of the next batch is/);
    await seenText(page, /Step 100 of 100/);
  });

  it('the restored weights are evaluated on the test images', async () => {
    await press(page, 'Evaluate on test set');
    const accuracy = await seenText(page, /Test accuracy 0\.\d{4}/);
    expect(Number(accuracy.replace('Test accuracy ', ''))).toBeGreaterThan(0.15);
  });

  it('the weights are exported', async () => {
    await openTab(page, 'Export');
    await element(page, 'button', 'Download weights');
    await press(page, 'Download weights');
    const file = await vi.waitFor(
      () => {
        const name = readdirSync(downloads).find((candidate) => /step-100.*\.safetensors$/.test(candidate));
        if (!name) throw new Error(`only ${readdirSync(downloads)} came`);
        return new Uint8Array(readFileSync(join(downloads, name)));
      },
      { timeout: 30_000, interval: 250 },
    );
    expect(decodeSafetensors(file).tensors.map(({ shape }) => shape)).toContainEqual([120, 3072]);
  });

  it('nothing broke the Content-Security-Policy on the way, and no error was thrown', () => {
    expect(complaints).toEqual([]);
  });
});
