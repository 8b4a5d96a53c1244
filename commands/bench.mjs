// npm run bench: measures the page and its rivals side by side, and reports which targets are met.
import './stopUnderOldNode.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureAll } from '../bench/measureAll.mjs';
import { optionsFrom, usage } from '../bench/options.mjs';
import { markdownReport } from '../bench/report.mjs';
import { targetsFor } from '../bench/targets.mjs';
import { loadDataset } from './drivePage.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { thisMachine } from './reproduction/machine.mjs';
import { projectRoot } from './runCommand.mjs';
import { say } from './say.mjs';
import { servePage } from './servePage.mjs';

const folder = join(projectRoot, 'bench-results');

async function bench() {
  const options = optionsFrom(process.argv.slice(2));
  if (options === 'help') return say(usage);
  const ready = await prepareBrowser();
  if ('reason' in ready) return fail(ready.reason);

  const served = await servePage();
  const browser = await launchBrowser(ready.executable);
  try {
    // The rivals' workers are made from text, which the page's Content-Security-Policy forbids.
    const context = await browser.newContext({
      bypassCSP: true,
      serviceWorkers: 'block',
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(served.url);
    await loadDataset(page);
    await page.close();
    // A file of the page's origin other than the page, from which the rivals' workers can read the stored pictures.
    const rivalPage = await context.newPage();
    await rivalPage.goto(new URL('icon.svg', served.url).href);
    const results = await measureAll(
      { browser, context, rivalPage, url: served.url, options, say },
      options.only,
    );
    write(
      results,
      thisMachine(`Chromium ${browser.version()}`, `WebGL on ${await rendererOf(rivalPage)}.`),
      options,
    );
  } finally {
    await browser.close();
    served.end();
  }
}

/**
 * The name of the WebGL renderer.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<string>}
 */
function rendererOf(page) {
  return page.evaluate(() => {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    const names = gl?.getExtension('WEBGL_debug_renderer_info');
    return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'nothing';
  });
}

/**
 * @param {import('../bench/results.mjs').Results} results
 * @param {import('./reproduction/machine.mjs').Machine} machine
 * @param {import('../bench/options.mjs').Options} options
 */
function write(results, machine, options) {
  const report = markdownReport(results, machine);
  mkdirSync(folder, { recursive: true });
  const data = { machine, options, targets: targetsFor(results), ...results };
  writeFileSync(join(folder, 'results.md'), `${report}\n`);
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(data, null, 2)}\n`);
  if (results.failed.length > 0) process.exitCode = 1;
  say(`\n${report}\n\nAlso in bench-results/results.md and bench-results/results.json.`);
}

/** @param {string} sentence */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

bench().catch((error) => fail(error instanceof RangeError ? error.message : String(error.stack)));
