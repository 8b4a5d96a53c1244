// npm run test:flaky: the browser tests again and again, every second time beside busy processes, and how each test fared.
// --runs 10, --busy 2 (endless loops). What a failed run leaves behind, traces included, is kept in flaky-results/.
import './stopUnderOldNode.mjs';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from './port.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { projectRoot, runTool } from './runCommand.mjs';
import { say } from './say.mjs';
import { addRun, historyTable, isSteady } from './testHistory.mjs';

const folder = join(projectRoot, 'flaky-results');
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10' }, busy: { type: 'string', default: '2' } },
});

async function testFlaky() {
  const ready = await prepareBrowser();
  if ('reason' in ready) {
    say(ready.reason);
    process.exitCode = 1;
    return;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const runs = Number(values.runs);
  /** @type {import('./testHistory.mjs').History} */
  const history = new Map();
  for (let run = 1; run <= runs; run++) {
    const loops = run % 2 === 0 ? Number(values.busy) : 0;
    say(`\n── Run ${run} of ${runs}, beside ${loops} busy processes`);
    const report = join(folder, `run-${run}.json`);
    const begunAt = performance.now();
    const { code } = await beside(loops, () => browserTests(ready.executable, report));
    if (code !== 0) keepFailure(run);
    say(`${Math.round((performance.now() - begunAt) / 1_000)} s`);
    addRun(history, JSON.parse(readFileSync(report, 'utf8')));
    writeFileSync(join(folder, 'table.md'), `${historyTable(history)}\n`);
  }
  say(`\n${historyTable(history)}`);
  if (!isSteady(history)) process.exitCode = 1;
}

/** The next run would delete it. @param {number} run */
function keepFailure(run) {
  process.exitCode = 1;
  const results = join(projectRoot, 'test-results', 'browser');
  cpSync(results, join(folder, `run-${run}`), { recursive: true });
}

/**
 * @param {string} browser
 * @param {string} report
 */
async function browserTests(browser, report) {
  const env = {
    // As unattended as in `npm test`, but that no failure is hidden behind a second try.
    CI: 'true',
    PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    TEST_PORT: String(await freePort(4317)),
  };
  const args = ['test', '--project=browser', '--retries=0', '--reporter=dot,json'];
  return runTool('@playwright/test', args, { tool: 'playwright', env });
}

/**
 * Does the work while so many endless loops run beside it.
 * @template Result
 * @param {number} count
 * @param {() => Promise<Result>} work
 */
async function beside(count, work) {
  const loops = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for(;;);']));
  const end = () => {
    for (const loop of loops) loop.kill('SIGKILL');
  };
  process.once('exit', end);
  try {
    return await work();
  } finally {
    end();
    process.off('exit', end);
  }
}

await testFlaky();
