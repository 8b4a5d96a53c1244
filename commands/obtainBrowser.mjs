import { existsSync, readFileSync } from 'node:fs';
import { browserVariables } from './browserCandidates.mjs';
import { findBrowser } from './findBrowser.mjs';
import { runCommand, runTool } from './runCommand.mjs';
import { say } from './say.mjs';

/** Both limits together leave most of ten minutes for the tests, and without a network they fail early. */
const downloadLimitMs = 3 * 60_000;
const packageLimitMs = 4 * 60_000;

/**
 * Finds a browser to test with, or gets one.
 * @returns {Promise<string | null>} the path of its program; null, with a message on the terminal, when there is none
 */
export async function obtainBrowser() {
  const browser = findBrowser() ?? (await downloadBrowser()) ?? (await installDebianPackage());
  if (browser === null) {
    say('No Chromium, Chrome or Edge was found, and none could be installed.');
    say('Install one, or set CHROME_PATH to the program of the one you have, and run npm test again.');
    return null;
  }
  for (const name of browserVariables) {
    const wanted = process.env[name];
    if (wanted && wanted !== browser) say(`${name} is ${wanted}, which is not the browser used here.`);
  }
  say(`Browser: ${browser}`);
  return browser;
}

async function downloadBrowser() {
  say('No Chromium, Chrome or Edge found: downloading the one that Playwright offers …');
  const options = { tool: 'playwright', limitMs: downloadLimitMs };
  const { code, isTimedOut } = await runTool('@playwright/test', ['install', 'chromium'], options);
  if (isTimedOut) say('The download took too long and was given up.');
  return code === 0 ? findBrowser() : null;
}

async function installDebianPackage() {
  if (!isDebian() || process.getuid?.() !== 0) return null;
  say("Installing Debian's chromium package …");
  const options = { limitMs: packageLimitMs, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const update = await runCommand('apt-get', ['update'], options);
  if (update.code !== 0) return null;
  const install = await runCommand(
    'apt-get',
    ['install', '-y', '--no-install-recommends', 'chromium'],
    options,
  );
  return install.code === 0 ? findBrowser() : null;
}

/** Debian itself: Ubuntu's `chromium` is a script that needs a snap. */
function isDebian() {
  return existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
}
