import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingPackages } from './missingPackages.mjs';
import { projectRoot, runCommand } from './runCommand.mjs';
import { say } from './say.mjs';

/**
 * Installs what package-lock.json specifies; does nothing where node_modules is up to date.
 * @returns {Promise<boolean>} false when npm failed; its output is on the terminal then
 */
export async function installWhatIsMissing() {
  const missing = packagesMissingHere();
  if (missing?.length === 0) return true;

  say(missing === null ? 'Installing packages …' : `Installing packages (${missing.length} missing) …`);
  // `ci` never changes the lockfile. Development packages are named because NODE_ENV=production would leave them out.
  const command = missing === null ? 'install' : 'ci';
  const { code } = await runNpm([command, '--include=dev', '--include=optional', '--no-audit', '--no-fund']);
  if (code !== 0) say(`npm ${command} failed (exit code ${code}); what it said is above.`);
  return code === 0;
}

/** @returns {string[] | null} paths such as `node_modules/react`; null when there is no lockfile */
export function packagesMissingHere() {
  const locked = readPackages('package-lock.json');
  if (locked === null) return null;
  const installed = readPackages('node_modules/.package-lock.json') ?? {};
  const platform = { os: process.platform, cpu: process.arch, libc: libcName() };
  const isOnDisk = (/** @type {string} */ path) => existsSync(join(projectRoot, path, 'package.json'));
  return missingPackages(locked, installed, platform, isOnDisk);
}

/**
 * @param {string} file relative to the repository's root
 * @returns {import('./missingPackages.mjs').Packages | null} null for a lockfile that is absent or invalid
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(projectRoot, file), 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

function libcName() {
  if (process.platform !== 'linux') return null;
  // Node reveals the C library only in its report, which has glibc's version, or none under musl.
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header?.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/** @param {readonly string[]} args */
async function runNpm(args) {
  const npm = process.env.npm_execpath;
  const cache = cacheOfOurOwn();
  const all = cache === null ? args : [...args, '--cache', cache];
  // npm passes its own path to the scripts that it runs. Otherwise the shell finds it, because on Windows it is a `.cmd` file.
  const ending = npm?.endsWith('npm-cli.js')
    ? await runCommand(process.execPath, [npm, ...all])
    : await runCommand('npm', all, { shell: process.platform === 'win32' });
  if (cache !== null) rmSync(cache, { recursive: true, force: true });
  return ending;
}

/**
 * A cache folder for npm where its usual one is not writable: some server accounts have no home directory.
 * @returns {string | null} null where npm's own is writable
 */
function cacheOfOurOwn() {
  const usual = process.env.npm_config_cache;
  if (usual === undefined) return null;
  try {
    mkdirSync(usual, { recursive: true });
    accessSync(usual, constants.W_OK);
    return null;
  } catch {
    return mkdtempSync(join(tmpdir(), 'npm-cache-'));
  }
}
