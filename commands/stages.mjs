import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './runCommand.mjs';
import { say } from './say.mjs';
import { summaryLine, sumOf, totalsOfCheck, totalsOfRunner } from './totals.mjs';

/** @typedef {import('./runCommand.mjs').Ending} Ending */
/** @typedef {import('./totals.mjs').Totals} Totals */

/**
 * A part of a test command: its results and duration.
 * @typedef {object} Stage
 * @property {string} name
 * @property {Totals} totals
 * @property {number} seconds
 */

/**
 * Announces a stage and runs it.
 * @param {string} name
 * @param {() => Promise<Totals>} run
 * @returns {Promise<Stage>}
 */
export async function stage(name, run) {
  say(`\n── ${name}`);
  const begunAt = performance.now();
  const totals = await run();
  return { name, totals, seconds: (performance.now() - begunAt) / 1_000 };
}

/**
 * A command that passes or fails as one.
 * @param {Promise<Ending>} running
 */
export async function runCheck(running) {
  return totalsOfCheck(await codeOf(running));
}

/**
 * A test runner that leaves a report.
 * @template Report
 * @param {Promise<Ending>} running
 * @param {string} reportFile relative to the repository's root
 * @param {(report: Report) => Totals} totalsOf
 */
export async function runTests(running, reportFile, totalsOf) {
  const code = await codeOf(running);
  return totalsOfRunner(readTotals(reportFile, totalsOf), code);
}

/** @param {Promise<Ending>} running */
async function codeOf(running) {
  const { code, isTimedOut } = await running;
  if (!isTimedOut) return code;
  say('This took too long and was ended.');
  return code || 1;
}

/**
 * @template Report
 * @param {string} file
 * @param {(report: Report) => Totals} totalsOf
 */
function readTotals(file, totalsOf) {
  try {
    return totalsOf(JSON.parse(readFileSync(join(projectRoot, file), 'utf8')));
  } catch (error) {
    say(`${file} cannot be read: ${error}`);
    return null;
  }
}

/**
 * Prints the results of each stage, and sets the exit code.
 * @param {readonly Stage[]} stages
 */
export function printSummary(stages) {
  say('');
  for (const { name, totals, seconds } of stages) {
    say(`${name.padEnd(16)}${seconds.toFixed(0).padStart(4)} s   ${summaryLine(totals)}`);
  }
  const sum = sumOf(stages.map(({ totals }) => totals));
  for (const note of sum.notes) say(note);
  const seconds = stages.reduce((total, stage) => total + stage.seconds, 0);
  say(`${sum.skipped} skipped, counted neither as passed nor as failed; ${Math.round(seconds)} s in all`);
  say(summaryLine(sum));
  process.exitCode = sum.failed === 0 ? 0 : 1;
}
