// npm run screenshots: every state of the page at three widths, light and dark, to be looked at.
import './stopUnderOldNode.mjs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './launchBrowser.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { projectRoot } from './runCommand.mjs';
import { say } from './say.mjs';
import { servePage } from './servePage.mjs';
import { states } from './tour/states.mjs';

const folder = join(projectRoot, 'screenshots');
const widths = [1440, 768, 390];
/** @type {readonly ('light' | 'dark')[]} */
const themes = ['light', 'dark'];

async function screenshots() {
  const ready = await prepareBrowser();
  if ('reason' in ready) return fail(ready.reason);

  mkdirSync(folder, { recursive: true });
  const served = await servePage();
  const browser = await launchBrowser(ready.executable);
  try {
    const context = await browser.newContext({ baseURL: served.url, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const { name, reach } of states) {
      say(name);
      await page.setViewportSize({ width: 1440, height: 900 });
      await reach(page);
      for (const width of widths) await photograph(page, name, width);
    }
  } finally {
    await browser.close();
    served.end();
  }
  say(`The pictures are in ${folder}`);
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 * @param {number} width
 */
async function photograph(page, name, width) {
  await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
  // The path stays in sight wherever one is, and would lie over the middle of the picture.
  await page.evaluate(() => scrollTo(0, 0));
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    // Charts wait for their new width, and are drawn only a few times in a second.
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`), fullPage: true });
  }
}

/** @param {string} reason */
function fail(reason) {
  say(reason);
  process.exitCode = 1;
}

await screenshots();
