import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root: every command runs there, wherever it was called from. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** The time in ms that a command gets to end after it was told to. */
const graceMs = 10_000;

/**
 * @typedef {object} Ending
 * @property {number} code the exit code; 1 for a command that a signal ended, 127 for one that could not be started
 * @property {boolean} isTimedOut
 */

/** @type {readonly NodeJS.Signals[]} Signals that end this process, which first ends the program that it runs. */
const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const canSignalGroups = process.platform !== 'win32';

/**
 * Sends a signal to a program and to all processes that it has started.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} name
 */
function signalAll(child, name) {
  if (child.pid === undefined) return;
  try {
    process.kill(canSignalGroups ? -child.pid : child.pid, name);
  } catch {
    // It has already ended.
  }
}

/**
 * Runs a program in the repository's root, with its output on this terminal. It gets no input, so that nothing can wait for an
 * answer.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ limitMs?: number, env?: NodeJS.ProcessEnv, shell?: boolean }} [options] `env` is added to this process's own
 * @returns {Promise<Ending>} never rejects: the exit code has the result
 */
export function runCommand(program, args, { limitMs, env, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell,
      // A process group of its own, so that everything that it starts can be ended with it.
      detached: canSignalGroups,
    });
    let isTimedOut = false;
    let isInterrupted = false;
    /** @type {NodeJS.Timeout[]} */
    const timers = [];
    const interrupt = (/** @type {NodeJS.Signals} */ name) => {
      isInterrupted = true;
      signalAll(child, name);
      timers.push(setTimeout(() => signalAll(child, 'SIGKILL'), graceMs));
    };
    for (const name of interruptions) process.on(name, interrupt);
    const endIn = (/** @type {number} */ ms, /** @type {NodeJS.Signals} */ name) => {
      const end = () => {
        isTimedOut = true;
        signalAll(child, name);
      };
      timers.push(setTimeout(end, ms));
    };
    if (limitMs !== undefined) {
      endIn(limitMs, 'SIGINT');
      endIn(limitMs + graceMs, 'SIGKILL');
    }
    const finish = (/** @type {number} */ code) => {
      timers.forEach(clearTimeout);
      for (const name of interruptions) process.off(name, interrupt);
      if (isInterrupted) process.exit(1);
      resolve({ code, isTimedOut });
    };
    child.on('error', (error) => {
      process.stderr.write(`${program} could not be started: ${error.message}\n`);
      finish(127);
    });
    child.on('exit', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a command-line tool of an installed package with the same Node, without a shell or a `.cmd` file.
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {{ limitMs?: number, env?: NodeJS.ProcessEnv, tool?: string }} [options] `tool`: its name where it differs from the
 *   package's
 * @returns {Promise<Ending>}
 */
export function runTool(packageName, args, { tool = packageName, ...options } = {}) {
  const folder = join(projectRoot, 'node_modules', packageName);
  /** @type {{ bin: Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const script = bin[tool];
  if (script === undefined) throw new Error(`${packageName} has no command ${tool}`);
  return runCommand(process.execPath, [join(folder, script), ...args], options);
}
