import { join } from 'node:path';
import { freePort } from './port.mjs';
import { projectRoot, runTool } from './runCommand.mjs';

/**
 * Runs a project of `playwright.config.ts` on a free port.
 * @param {string} project
 * @param {object} options
 * @param {string} options.browser the program to open the page in
 * @param {string} [options.report] where Playwright's JSON report goes, relative to the repository's root; none without it
 * @param {readonly string[]} [options.args] further arguments for Playwright
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {number} [options.limitMs]
 */
export async function runPlaywright(project, { browser, report, args = [], env, limitMs }) {
  const reportArgs = report === undefined ? [] : ['--reporter=list,json'];
  return runTool(
    '@playwright/test',
    ['test', `--project=${project}`, '--forbid-only', ...reportArgs, ...args],
    {
      tool: 'playwright',
      ...(limitMs === undefined ? {} : { limitMs }),
      env: {
        PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: browser,
        TEST_PORT: String(await freePort(4317)),
        ...(report === undefined ? {} : { PLAYWRIGHT_JSON_OUTPUT_FILE: join(projectRoot, report) }),
        ...env,
      },
    },
  );
}
