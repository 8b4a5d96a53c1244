// npm run test:long: the tests that are too long for npm test, which has a small sample of each kind.
import './stopUnderOldNode.mjs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareBrowser } from './prepareBrowser.mjs';
import { projectRoot, runTool } from './runCommand.mjs';
import { runPlaywright } from './runPlaywright.mjs';
import { say } from './say.mjs';
import { printSummary, runTests, stage } from './stages.mjs';
import { totalsOfPlaywright, totalsOfVitest } from './totals.mjs';

/** Projects of `playwright.config.ts`, and how many minutes each takes on two cores. */
const browserProjects = [
  { project: 'long', name: 'Browser, long', minutes: 10 },
  { project: 'faults', name: 'Fault table', minutes: 15 },
  { project: 'soak', name: 'Soak', minutes: 15 },
  // A hundred actions, always the same.
  { project: 'monkey', name: 'Monkey', minutes: 3 },
];
const unit = { name: 'Unit, long', minutes: 15 };
const unitReport = 'test-results/long-unit.json';

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
  rmSync(join(projectRoot, 'test-results'), { recursive: true, force: true });
  const stages = [await stage(unit.name, () => runTests(unitTests(), unitReport, totalsOfVitest))];
  for (const part of browserProjects) {
    const report = `test-results/${part.project}.json`;
    // The configuration's limit is for the browser tests of `npm test`; these projects limit each test.
    const options = {
      browser: ready.executable,
      report,
      args: ['--global-timeout=0'],
      limitMs: limitOf(part),
    };
    const run = () => runTests(runPlaywright(part.project, options), report, totalsOfPlaywright);
    stages.push(await stage(part.name, run));
  }
  printSummary(stages);
}

function unitTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
  const args = ['run', '--config', 'vitest.long.config.ts', '--allowOnly=false', ...reporters];
  return runTool('vitest', args, { limitMs: limitOf(unit) });
}

/** A time limit, for a parser in an endless loop or an overloaded machine. @param {{ minutes: number }} part */
function limitOf({ minutes }) {
  return 4 * minutes * 60_000;
}

await testLong();
