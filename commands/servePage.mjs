import { spawn } from 'node:child_process';
import { freePort } from './port.mjs';
import { projectRoot } from './runCommand.mjs';

/** @typedef {{ url: string, end: () => void }} ServedPage */

/**
 * Serves the page by the very command that a person types, on a free port and without opening a browser.
 * @returns {Promise<ServedPage>}
 * @throws Error where the server ends before the page is there
 */
export async function servePage() {
  const port = await freePort(4417);
  const server = spawn(process.execPath, ['commands/start.mjs'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: String(port), BROWSER: 'none' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    server.stdout.on('data', (chunk) => {
      output += chunk;
      const found = /The page is at (\S+)/.exec(output);
      if (found) resolve(found[1]);
    });
    server.once('exit', () => reject(new Error(`the page could not be served:\n${output}`)));
  });
  return { url, end: () => server.kill('SIGINT') };
}
