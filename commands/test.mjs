// npm test: installs what is missing, finds a browser, runs the checks and tests, and reports how many passed and how long each
// took.
import './stopUnderOldNode.mjs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from './buildPage.mjs';
import { isContinuousIntegration } from './continuousIntegration.mjs';
import { findFirefox } from './findFirefox.mjs';
import { installWhatIsMissing } from './installWhatIsMissing.mjs';
import { obtainBrowser } from './obtainBrowser.mjs';
import { projectRoot, runTool } from './runCommand.mjs';
import { runPlaywright } from './runPlaywright.mjs';
import { say } from './say.mjs';
import { printSummary, runCheck, runTests, stage } from './stages.mjs';
import {
  summaryLine,
  totalsOfCheck,
  totalsOfPlaywright,
  totalsOfSecondTry,
  totalsOfSkipped,
  totalsOfVitest,
} from './totals.mjs';

const minute = 60_000;
const unitReport = 'test-results/unit.json';
const firefoxReports = /** @type {const} */ ([
  'test-results/firefox.json',
  'test-results/firefox-again.json',
]);
const browserReport = 'test-results/browser.json';

async function test() {
  /** @type {import('./stages.mjs').Stage[]} */
  const stages = [];
  stages.push(await stage('Installation', async () => totalsOfCheck((await installWhatIsMissing()) ? 0 : 1)));
  if (stages.some(({ totals }) => totals.failed > 0)) return printSummary(stages);
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
    stages.push(await stage(`Types, ${scope}`, () => runCheck(types(scope))));
  }
  stages.push(await stage('Format and lint', () => runCheck(lint())));
  stages.push(await stage('Unit tests', () => runTests(unitTests(), unitReport, totalsOfVitest)));
  stages.push(await stage('Build', () => runCheck(buildPage())));
  const isBuilt = stages.at(-1)?.totals.failed === 0;
  stages.push(await stage('Browser tests', () => browserStage(isBuilt ? browser : null)));
  stages.push(await stage('Firefox tests', () => firefoxStage(isBuilt)));
  printSummary(stages);
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

/** @param {string} report */
function firefoxTests(report) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', '--config', 'vitest.firefox.config.ts', '--allowOnly=false', ...reporters];
  return runTests(runTool('vitest', args, { limitMs: 8 * minute }), report, totalsOfVitest);
}

/**
 * @param {string | null} browser null where there is none, or no built page to open
 * @returns {Promise<import('./totals.mjs').Totals>}
 */
async function browserStage(browser) {
  if (browser !== null) {
    const running = runPlaywright('browser', { browser, report: browserReport, limitMs: 16 * minute });
    return runTests(running, browserReport, totalsOfPlaywright);
  }
  say('The browser tests were not run: there is no browser, or no page to open in it.');
  return totalsOfCheck(1);
}

/**
 * Runs the tests in an installed Firefox; none is downloaded.
 * @param {boolean} isBuilt
 * @returns {Promise<import('./totals.mjs').Totals>}
 */
async function firefoxStage(isBuilt) {
  if (findFirefox() === null) return totalsOfSkipped('no Firefox is installed here');
  if (!isBuilt) {
    say('The Firefox tests were not run: there is no page to open.');
    return totalsOfCheck(1);
  }
  const [report, secondReport] = firefoxReports;
  const first = await firefoxTests(report);
  if (first.failed === 0 || !isContinuousIntegration(process.env)) return first;
  say('\nOnce more, in a fresh Firefox:');
  return totalsOfSecondTry('tests/firefox', first, await firefoxTests(secondReport));
}

test().catch((error) => {
  say(`npm test itself failed: ${error.stack}`);
  say(summaryLine(totalsOfCheck(1)));
  process.exitCode = 1;
});
