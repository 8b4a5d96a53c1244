// npm test: installs what is missing, finds a browser, runs every check and test there is, and says how many passed.
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
  totalsOfVitest,
} from './totals.mjs';

const minute = 60_000;
const unitReport = 'test-results/unit.json';
const firefoxReport = 'test-results/firefox.json';

/** @typedef {{ name: string, totals: import('./totals.mjs').Totals }} Part */

async function test() {
  if (!(await installWhatIsMissing())) return end([{ name: 'Installation', totals: totalsOfCheck(1) }]);
  const browser = await obtainBrowser();
  rmSync(join(projectRoot, 'test-results'), { recursive: true, force: true });

  /** @type {Part[]} */
  const parts = [];
  for (const scope of ['page', 'worker', 'node']) {
    parts.push(await check(`Types, ${scope}`, () => types(scope)));
  }
  parts.push(await check('Format and lint', lint));
  parts.push(await runner('Unit tests', unitTests, unitReport, totalsOfVitest));
  const build = await check('Build', buildPage);
  parts.push(build);
  for (const project of /** @type {const} */ (['together', 'alone'])) {
    parts.push(await browserPart(browser, project, build.totals.failed === 0));
  }
  // Where there is a Firefox already: none is downloaded for it.
  if (build.totals.failed === 0 && findFirefox() !== null) {
    parts.push(await runner('Firefox tests', firefoxTests, firefoxReport, totalsOfVitest));
  }
  end(parts);
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

/**
 * @param {string} browser
 * @param {string} project of those in `playwright.config.ts`
 * @param {string} report
 */
async function browserTests(browser, project, report) {
  const env = {
    PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: join(projectRoot, report),
    TEST_PORT: String(await freePort(4317)),
  };
  const args = ['test', `--project=${project}`, '--forbid-only', '--reporter=list,json'];
  return runTool('@playwright/test', args, { tool: 'playwright', limitMs: 26 * minute, env });
}

/**
 * @param {string | null} browser
 * @param {'together' | 'alone'} project
 * @param {boolean} isBuilt
 * @returns {Promise<Part>}
 */
async function browserPart(browser, project, isBuilt) {
  const name = project === 'together' ? 'Browser tests' : 'Main thread';
  const report = `test-results/browser-${project}.json`;
  if (browser !== null && isBuilt) {
    return runner(name, () => browserTests(browser, project, report), report, totalsOfPlaywright);
  }
  const lack = browser === null ? 'no browser to run them in' : 'no page to run them on';
  say(`\n── ${name}\nThey were not run: there is ${lack}.`);
  return { name, totals: totalsOfCheck(1) };
}

/**
 * @param {string} name
 * @param {() => Promise<import('./runCommand.mjs').Ending>} run
 * @returns {Promise<Part>}
 */
async function check(name, run) {
  const { code } = await announced(name, run);
  return { name, totals: totalsOfCheck(code) };
}

/**
 * @template Report
 * @param {string} name
 * @param {() => Promise<import('./runCommand.mjs').Ending>} run
 * @param {string} reportFile where the runner leaves its report, relative to the repository's root
 * @param {(report: Report) => import('./totals.mjs').Totals} totalsOf
 * @returns {Promise<Part>}
 */
async function runner(name, run, reportFile, totalsOf) {
  const { code } = await announced(name, run);
  return { name, totals: totalsOfRunner(readTotals(reportFile, totalsOf), code) };
}

/**
 * @param {string} name
 * @param {() => Promise<import('./runCommand.mjs').Ending>} run
 */
async function announced(name, run) {
  say(`\n── ${name}`);
  const ending = await run();
  if (ending.isTimedOut) say(`${name}: took too long and was ended.`);
  return ending;
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

/** @param {readonly Part[]} parts */
function end(parts) {
  say('');
  for (const { name, totals } of parts) say(`${name.padEnd(16)} ${summaryLine(totals)}`);
  const sum = sumOf(parts.map(({ totals }) => totals));
  if (sum.skipped > 0) say(`${sum.skipped} skipped, counted as neither`);
  say(summaryLine(sum));
  process.exitCode = sum.failed === 0 ? 0 : 1;
}

test().catch((error) => {
  say(`npm test itself failed: ${error.stack}`);
  say(summaryLine(totalsOfCheck(1)));
  process.exitCode = 1;
});
