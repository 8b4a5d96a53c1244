import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, runTool } from './runCommand.mjs';

/** The inputs of the build, in addition to files named `.env…` and variables named `VITE_…`. */
const sources = [
  'build',
  'index.html',
  'package-lock.json',
  'public',
  'src',
  'tsconfig.base.json',
  'tsconfig.page.json',
  'tsconfig.worker.json',
  'vite.config.ts',
];

/** Vite empties `dist` when it builds, so this file never outlives the build that it describes. */
const fingerprintFile = join(projectRoot, 'dist', '.built-from');

const limitMs = 5 * 60_000;

/**
 * Builds the production page into `dist`.
 * @returns {Promise<import('./runCommand.mjs').Ending>}
 */
export async function buildPage() {
  const fingerprint = sourceFingerprint(projectRoot, process.env);
  const ending = await runTool('vite', ['build'], { limitMs, env: { NODE_ENV: 'production' } });
  if (ending.code === 0) writeFileSync(fingerprintFile, fingerprint);
  return ending;
}

/** Whether `dist` was built by `buildPage` from the sources as they are now. */
export function isPageBuilt() {
  if (!existsSync(fingerprintFile) || !existsSync(join(projectRoot, 'dist', 'index.html'))) return false;
  return readFileSync(fingerprintFile, 'utf8') === sourceFingerprint(projectRoot, process.env);
}

/**
 * A SHA-256 over all inputs of the build. It covers contents rather than times, which an unpacked archive or a switched branch
 * makes meaningless.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export function sourceFingerprint(root, env) {
  const hash = createHash('sha256');
  const envFiles = readdirSync(root).filter((name) => name.startsWith('.env'));
  for (const path of [...sources, ...envFiles].flatMap((source) => filesUnder(root, source))) {
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest(),
    );
  }
  for (const name of Object.keys(env).sort()) {
    if (name.startsWith('VITE_')) hash.update(`${name}=${env[name]}\0`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path a file or a folder, relative to `root`; it may be absent
 * @returns {string[]} the files, relative to `root`, in a fixed order
 */
function filesUnder(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesUnder(root, `${path}/${name}`));
}
