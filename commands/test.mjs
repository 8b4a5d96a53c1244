// npm test: installs what is missing, finds a browser, runs the checks and tests, and says how many passed and how long each took.
import './stopUnderOldNode.mjs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from './buildPage.mjs';
import { findFirefox } from './findFirefox.mjs';
import { installWhatIsMissing } from './installWhatIsMissing.mjs';
import { obtainBrowser } from './obtainBrowser.mjs';
import { freePort } from './port.mjs';
import { projectRoot, runTool } from './runCommand.mjs';
import { say } from './say.mjs';
import { check, end, runner, stage } from './stages.mjs';
import {
  summaryLine,
  totalsOfCheck,
  totalsOfPlaywright,
  totalsOfSkipped,
  totalsOfVitest,
} from './totals.mjs';

const minute = 60_000;
const unitReport = 'test-results/unit.json';
const firefoxReport = 'test-results/firefox.json';

const browserReport = 'test-results/browser.json';

async function test() {
  /** @type {import('./stages.mjs').Stage[]} */
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

test().catch((error) => {
  say(`npm test itself failed: ${error.stack}`);
  say(summaryLine(totalsOfCheck(1)));
  process.exitCode = 1;
});
