// npm run soak: one long run with pauses, restores, evaluations and a hidden tab, and what it costs over time.
import './stopUnderOldNode.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openApp, startRun } from '../bench/app/appRun.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { projectRoot } from './runCommand.mjs';
import { say } from './say.mjs';
import { servePage } from './servePage.mjs';
import { disturbances } from './soak/disturbances.mjs';
import { stretchFrom } from './soak/stretch.mjs';
import { drift, markdownTable } from './soak/table.mjs';

const folder = join(projectRoot, 'soak-results');
const { values } = parseArgs({
  options: { steps: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});

async function soak() {
  const ready = await prepareBrowser();
  if ('reason' in ready) return fail(ready.reason);

  const served = await servePage();
  const browser = await launchBrowser(ready.executable);
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await openApp({ context, url: served.url });
    const steps = Number(values.steps);
    await startRun(page, { backend: 'WASM', maxSteps: steps });
    const stretches = [await stretchFrom(browser, page)];
    for (const disturb of disturbances(Number(values.seed))) {
      say(`step ${stretches.at(-1)?.step}: ${disturb.name}`);
      await disturb.act(page);
      const stretch = await stretchFrom(browser, page);
      stretches.push({ ...stretch, after: disturb.name });
      if (stretch.step > 0.95 * steps) break;
    }
    await page.getByText('Finished', { exact: true }).waitFor({ timeout: 600_000 });
    const report = `${markdownTable(stretches)}\n\n${drift(stretches)}\n`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'results.md'), report);
    writeFileSync(join(folder, 'results.json'), JSON.stringify(stretches, null, 2));
    say(report);
  } finally {
    await browser.close();
    served.end();
  }
}

/** @param {string} reason */
function fail(reason) {
  say(reason);
  process.exitCode = 1;
}

await soak();
