import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { browserCandidates, isSnap } from './browserCandidates.mjs';

/**
 * The Chromium, Chrome or Edge to run browser tests with: the one that PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH or CHROME_PATH names,
 * else an installed one, else the one that Playwright has downloaded before.
 * @returns {string | null} the path of its program, which has reported its version
 */
export function findBrowser() {
  const candidates = browserCandidates(process.platform, process.env);
  const inOrder = [
    ...candidates.filter((candidate) => !isSnap(candidate)),
    ...playwrightsOwn(),
    ...candidates.filter(isSnap),
  ];
  return inOrder.find(isBrowser) ?? null;
}

/** @returns {string[]} where Playwright would put its Chromium; empty when it is not installed or has none for this system */
function playwrightsOwn() {
  try {
    return [createRequire(import.meta.url)('playwright-core').chromium.executablePath()];
  } catch {
    return [];
  }
}

/**
 * Runs it with `--version`, because an existing file is not enough: Ubuntu has a script in Chromium's place that only prints how
 * to install it, and a downloaded Chromium may lack system libraries.
 * @param {string} file
 */
export function isBrowser(file) {
  if (!existsSync(file)) return false;
  // On Windows, this would open a window.
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && /chrom|edge/i.test(stdout);
}
