// npm run test:flaky: runs the browser tests repeatedly, every second time beside busy processes, and reports the results of each
// test. --runs 10, --busy 2 (endless loops). The output of failed runs, including traces, is kept in flaky-results/.
import './stopUnderOldNode.mjs';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareBrowser } from './prepareBrowser.mjs';
import { projectRoot } from './runCommand.mjs';
import { runPlaywright } from './runPlaywright.mjs';
import { say } from './say.mjs';
import { addRun, historyTable, isSteady } from './testHistory.mjs';

const folder = 'flaky-results';
const inRoot = (/** @type {string} */ path) => join(projectRoot, path);
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
  rmSync(inRoot(folder), { recursive: true, force: true });
  mkdirSync(inRoot(folder), { recursive: true });
  const options = {
    browser: ready.executable,
    // Unattended as in `npm test`, but without retries, which would hide failures.
    env: { CI: 'true' },
    args: ['--retries=0'],
  };
  const runs = Number(values.runs);
  /** @type {import('./testHistory.mjs').History} */
  const history = new Map();
  for (let run = 1; run <= runs; run++) {
    const loops = run % 2 === 0 ? Number(values.busy) : 0;
    say(`\n── Run ${run} of ${runs}, beside ${loops} busy processes`);
    const report = `${folder}/run-${run}.json`;
    const begunAt = performance.now();
    const { code } = await withBusyLoops(loops, () => runPlaywright('browser', { ...options, report }));
    if (code !== 0) keepFailure(run);
    say(`${Math.round((performance.now() - begunAt) / 1_000)} s`);
    if (existsSync(inRoot(report))) addRun(history, JSON.parse(readFileSync(inRoot(report), 'utf8')));
    writeFileSync(inRoot(`${folder}/table.md`), `${historyTable(history)}\n`);
  }
  say(`\n${historyTable(history)}`);
  if (!isSteady(history)) process.exitCode = 1;
}

/** The next run would delete it. @param {number} run */
function keepFailure(run) {
  process.exitCode = 1;
  for (const project of ['profile', 'browser']) {
    const results = inRoot(`test-results/${project}`);
    if (existsSync(results)) cpSync(results, inRoot(`${folder}/run-${run}/${project}`), { recursive: true });
  }
}

/**
 * Does the work while this many endless loops run beside it.
 * @template Result
 * @param {number} count
 * @param {() => Promise<Result>} work
 */
async function withBusyLoops(count, work) {
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
