import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['firefox-esr', 'firefox'];
const programs = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)']].flatMap((folder) =>
    folder ? [join(folder, 'Mozilla Firefox', 'firefox.exe')] : [],
  ),
];

/**
 * The Firefox that FIREFOX_PATH names, else one that is installed. None is ever downloaded.
 * @returns {string | null} the path of its program
 */
export function findFirefox() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const installed = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const named = process.env.FIREFOX_PATH ? [process.env.FIREFOX_PATH] : [];
  return [...named, ...installed, ...programs].find(isFirefox) ?? null;
}

/**
 * Runs it with `--version`: Ubuntu has a script in Firefox's place that only prints how to install it.
 * @param {string} file
 */
function isFirefox(file) {
  if (!existsSync(file)) return false;
  // On Windows, this would open a window.
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && /firefox/i.test(stdout);
}
