// npm run reproduce: trains presets in the real page and compares the figures with the published ones.
import './stopUnderOldNode.mjs';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { choose, loadDataset, setParameter, trainToTheEnd } from './drivePage.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { thisMachine } from './reproduction/machine.mjs';
import { backendLabels, optionsFrom, presetTitles, usage } from './reproduction/options.mjs';
import { readLog } from './reproduction/readLog.mjs';
import { markdownReport } from './reproduction/report.mjs';
import { projectRoot } from './runCommand.mjs';
import { say } from './say.mjs';
import { servePage } from './servePage.mjs';

/** @typedef {import('./reproduction/report.mjs').Run} Run */

const folder = join(projectRoot, 'reproduction');

async function reproduce() {
  const options = optionsFrom(process.argv.slice(2));
  if (options === 'help') return say(usage);
  const ready = await prepareBrowser();
  if ('reason' in ready) return fail(ready.reason);

  const served = await servePage();
  const browser = await launchBrowser(ready.executable);
  try {
    const page = await (
      await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } })
    ).newPage();
    await page.goto(served.url);
    await loadDataset(page);
    await choose(page, 'Backend', backendLabels[options.backend]);
    const runs = await runAll(page, options);
    const backend = (await page.getByText(/^Backend: /).textContent()) ?? '';
    write(runs, thisMachine(`Chromium ${browser.version()}`, backend));
  } finally {
    await browser.close();
    served.end();
  }
}

/**
 * Runs one after the other: two at once would share the processor and distort the times.
 * @param {import('@playwright/test').Page} page
 * @param {import('./reproduction/options.mjs').Options} options
 */
async function runAll(page, { presets, seeds, steps }) {
  /** @type {Run[]} */
  const runs = [];
  for (const preset of presets) {
    for (const seed of seeds) {
      await choose(page, 'Preset', presetTitles[preset]);
      await setParameter(page, 'Seed', seed);
      if (steps !== null) await setParameter(page, 'Max steps', steps);
      say(`${presetTitles[preset]}, seed ${seed} …`);
      const logged = readLog(await trainToTheEnd(page));
      const maxSteps = Number(await page.getByRole('spinbutton', { name: 'Max steps' }).inputValue());
      say(`  test accuracy ${logged.testAccuracy} after ${maxSteps} steps in ${logged.totalSeconds} s`);
      runs.push({ preset, seed, steps: maxSteps, ...logged });
    }
  }
  return runs;
}

/**
 * @param {readonly Run[]} runs
 * @param {import('./reproduction/machine.mjs').Machine} machine
 */
function write(runs, machine) {
  const articleFile = new URL('../src/configuration/articleResults.json', import.meta.url);
  const report = markdownReport(runs, machine, JSON.parse(readFileSync(articleFile, 'utf8')));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.md'), `${report}\n`);
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify({ machine, runs }, null, 2)}\n`);
  say(`\n${report}\n\nAlso in reproduction/results.md and reproduction/results.json.`);
}

/** @param {string} sentence */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

reproduce().catch((error) => fail(error instanceof RangeError ? error.message : String(error.stack)));
