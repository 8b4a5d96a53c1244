// npm run test:long: what is long by nature. `npm test` has a small sample of each kind.
import './stopUnderOldNode.mjs';
import { join } from 'node:path';
import { freePort } from './port.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { projectRoot, runTool } from './runCommand.mjs';
import { say } from './say.mjs';
import { end, runner, stage } from './stages.mjs';
import { totalsOfPlaywright, totalsOfVitest } from './totals.mjs';

/** Projects of `playwright.config.ts`, and how many minutes each takes on two cores. */
const browserProjects = [
  { project: 'long', name: 'Browser, long', minutes: 10 },
  { project: 'faults', name: 'Fault table', minutes: 30 },
  { project: 'soak', name: 'Soak', minutes: 15 },
];
const unit = { name: 'Unit, long', minutes: 15 };

async function testLong() {
  const parts = [unit, ...browserProjects];
  const minutes = parts.reduce((sum, part) => sum + part.minutes, 0);
  say(`This takes about ${minutes} minutes on two cores:`);
  for (const part of parts) say(`  ${part.name.padEnd(16)}${String(part.minutes).padStart(4)} min`);
  const ready = await prepareBrowser();
  if ('reason' in ready) {
    say(ready.reason);
    process.exitCode = 1;
    return;
  }
  const stages = [
    await stage(unit.name, () => runner(unitTests(), 'test-results/long-unit.json', totalsOfVitest)),
  ];
  for (const { name, project } of browserProjects) {
    const report = `test-results/${project}.json`;
    stages.push(
      await stage(name, () =>
        runner(browserTests(ready.executable, project, report), report, totalsOfPlaywright),
      ),
    );
  }
  end(stages);
}

function unitTests() {
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=test-results/long-unit.json',
  ];
  return runTool('vitest', ['run', '--config', 'vitest.long.config.ts', ...reporters]);
}

/**
 * @param {string} browser
 * @param {string} project
 * @param {string} report
 */
async function browserTests(browser, project, report) {
  const env = {
    PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: join(projectRoot, report),
    TEST_PORT: String(await freePort(4317)),
  };
  // The configuration's limit is for the browser tests of `npm test`; these projects limit each test.
  const args = ['test', `--project=${project}`, '--global-timeout=0', '--reporter=list,json'];
  return runTool('@playwright/test', args, { tool: 'playwright', env });
}

await testLong();
