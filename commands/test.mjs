// npm test: installs what is missing, finds a browser, runs the checks and tests, and says how many passed and how long each took.
import './stopUnderOldNode.mjs';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from './buildPage.mjs';
import { findFirefox } from './findFirefox.mjs';
import { installWhatIsMissing } from './installWhatIsMissing.mjs';
import { obtainBrowser } from './obtainBrowser.mjs';
import { freePort } from './port.mjs';
import { projectRoot, runTool } from './runCommand.mjs';
import { say } from './say.mjs';
import {
  summaryLine,
  sumOf,
  totalsOfCheck,
  totalsOfPlaywright,
  totalsOfRunner,
  totalsOfSkipped,
  totalsOfVitest,
} from './totals.mjs';

const minute = 60_000;
const unitReport = 'test-results/unit.json';
const firefoxReport = 'test-results/firefox.json';

const browserReport = 'test-results/browser.json';

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {import('./totals.mjs').Totals} totals
 * @property {number} seconds
 */

async function test() {
  /** @type {Stage[]} */
  const stages = [];
  stages.push(await stage('Installation', async () => totalsOfCheck((await installWhatIsMissing()) ? 0 : 1)));
  if (stages.some(({ totals }) => totals.failed > 0)) return end(stages);
  /** @type {string | null} */
  let browser = null;
  stages.push(
    await stage('Browser', async () => {
      browser = await obtainBrowser();
      return totalsOfCheck(browser === null ? 1 : 0);
    }),
  );
  rmSync(join(projectRoot, 'test-results'), { recursive: true, force: true });

  for (const scope of ['page', 'worker', 'node']) {
    stages.push(await stage(`Types, ${scope}`, () => check(types(scope))));
  }
  stages.push(await stage('Format and lint', () => check(lint())));
  stages.push(await stage('Unit tests', () => runner(unitTests(), unitReport, totalsOfVitest)));
  stages.push(await stage('Build', () => check(buildPage())));
  const isBuilt = stages.at(-1)?.totals.failed === 0;
  stages.push(await stage('Browser tests', () => browserStage(isBuilt ? browser : null)));
  stages.push(await stage('Firefox tests', () => firefoxStage(isBuilt)));
  end(stages);
}

/** @param {string} scope */
function types(scope) {
  const options = { tool: 'tsc', limitMs: 3 * minute };
  return runTool('typescript', ['-p', `tsconfig.${scope}.json`], options);
}

function lint() {
  return runTool('@biomejs/biome', ['check'], { tool: 'biome', limitMs: 3 * minute });
}

function unitTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
  return runTool('vitest', ['run', '--allowOnly=false', ...reporters], { limitMs: 12 * minute });
}

function firefoxTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${firefoxReport}`];
  const args = ['run', '--config', 'vitest.firefox.config.ts', '--allowOnly=false', ...reporters];
  return runTool('vitest', args, { limitMs: 8 * minute });
}

/** @param {string} browser */
async function browserTests(browser) {
  const env = {
    PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: join(projectRoot, browserReport),
    TEST_PORT: String(await freePort(4317)),
  };
  const args = ['test', '--project=browser', '--forbid-only', '--reporter=list,json'];
  return runTool('@playwright/test', args, { tool: 'playwright', limitMs: 16 * minute, env });
}

/**
 * @param {string | null} browser null where there is none, or nothing to open in it
 * @returns {Promise<import('./totals.mjs').Totals>}
 */
async function browserStage(browser) {
  if (browser !== null) return runner(browserTests(browser), browserReport, totalsOfPlaywright);
  say('They were not run: there is no browser, or no page to open in it.');
  return totalsOfCheck(1);
}

/**
 * In the Firefox that there is: none is downloaded for it.
 * @param {boolean} isBuilt
 * @returns {Promise<import('./totals.mjs').Totals>}
 */
async function firefoxStage(isBuilt) {
  if (findFirefox() === null) return totalsOfSkipped('no Firefox is installed here');
  if (isBuilt) return runner(firefoxTests(), firefoxReport, totalsOfVitest);
  say('They were not run: there is no page to open.');
  return totalsOfCheck(1);
}

/** @param {Promise<import('./runCommand.mjs').Ending>} running */
async function check(running) {
  return totalsOfCheck(await codeOf(running));
}

/**
 * @template Report
 * @param {Promise<import('./runCommand.mjs').Ending>} running
 * @param {string} reportFile where the runner leaves its report, relative to the repository's root
 * @param {(report: Report) => import('./totals.mjs').Totals} totalsOf
 */
async function runner(running, reportFile, totalsOf) {
  const code = await codeOf(running);
  return totalsOfRunner(readTotals(reportFile, totalsOf), code);
}

/** @param {Promise<import('./runCommand.mjs').Ending>} running */
async function codeOf(running) {
  const { code, isTimedOut } = await running;
  if (isTimedOut) say('This took too long and was ended.');
  return code;
}

/**
 * @param {string} name
 * @param {() => Promise<import('./totals.mjs').Totals>} run
 * @returns {Promise<Stage>}
 */
async function stage(name, run) {
  say(`\n── ${name}`);
  const begunAt = performance.now();
  const totals = await run();
  return { name, totals, seconds: (performance.now() - begunAt) / 1_000 };
}

/**
 * @template Report
 * @param {string} file
 * @param {(report: Report) => import('./totals.mjs').Totals} totalsOf
 */
function readTotals(file, totalsOf) {
  try {
    return totalsOf(JSON.parse(readFileSync(join(projectRoot, file), 'utf8')));
  } catch (error) {
    say(`${file} cannot be read: ${error}`);
    return null;
  }
}

/** @param {readonly Stage[]} stages */
function end(stages) {
  say('');
  for (const { name, totals, seconds } of stages) {
    say(`${name.padEnd(16)}${seconds.toFixed(0).padStart(4)} s   ${summaryLine(totals)}`);
  }
  const sum = sumOf(stages.map(({ totals }) => totals));
  for (const note of sum.notes) say(note);
  const seconds = stages.reduce((total, stage) => total + stage.seconds, 0);
  say(`${sum.skipped} skipped, counted as neither; ${Math.round(seconds)} s in all`);
  say(summaryLine(sum));
  process.exitCode = sum.failed === 0 ? 0 : 1;
}

test().catch((error) => {
  say(`npm test itself failed: ${error.stack}`);
  say(summaryLine(totalsOfCheck(1)));
  process.exitCode = 1;
});
