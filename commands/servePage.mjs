import { spawn } from 'node:child_process';
import { freePort } from './port.mjs';
import { projectRoot } from './runCommand.mjs';

/** @typedef {{ url: string, end: () => void }} ServedPage */

/** The page may have to be built first. */
const limitMs = 3 * 60_000;

/**
 * Serves the page with `npm start`, on a free port and without opening a browser.
 * @returns {Promise<ServedPage>}
 * @throws Error where the server ends before the page is ready, or the page is not ready in time
 */
export async function servePage() {
  const port = await freePort(4417);
  const server = spawn(process.execPath, ['commands/start.mjs'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: String(port), BROWSER: 'none' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = () => {
    server.kill('SIGINT');
    // A second signal ends it at once.
    setTimeout(() => server.kill('SIGINT'), 5_000).unref();
  };
  const url = await new Promise((resolve, reject) => {
    let output = '';
    const fail = (/** @type {string} */ what) =>
      reject(new Error(`the page could not be served: ${what}\n${output}`));
    const timer = setTimeout(() => {
      end();
      fail(`it was not there after ${limitMs / 1_000} s`);
    }, limitMs);
    server.stdout.on('data', (chunk) => {
      output += chunk;
      const found = /The page is at (\S+)/.exec(output);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    server.once('exit', (code) => {
      clearTimeout(timer);
      fail(`its server ended with ${code}`);
    });
  });
  return { url, end };
}
