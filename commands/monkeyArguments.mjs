import { parseArgs } from 'node:util';

/** `seed`: a number for the random stream. `actions`: how many there are to be. */
/** @typedef {{ readonly seed: number, readonly actions: number }} MonkeyArguments */

const usage = 'npm run test:monkey -- --seed 7 --actions 500';
const largestSeed = 2 ** 31 - 1;
const mostActions = 100_000;

/**
 * Reads the arguments of `npm run test:monkey`. Without a seed, one is drawn.
 * @param {readonly string[]} args
 * @returns {MonkeyArguments | { readonly problem: string }} a sentence where they cannot be used
 */
export function monkeyArguments(args) {
  const options = /** @type {const} */ ({ seed: { type: 'string' }, actions: { type: 'string' } });
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\.? To specify .*$/s, '') : String(error);
    return { problem: `${reason}. Example: ${usage}` };
  }
  const seed = numberIn(values.seed ?? String(Math.trunc(Math.random() * largestSeed)), 0, largestSeed);
  const actions = numberIn(values.actions ?? '500', 1, mostActions);
  if (seed === null) return { problem: problem('--seed', values.seed, 0, largestSeed) };
  if (actions === null) return { problem: problem('--actions', values.actions, 1, mostActions) };
  return { seed, actions };
}

/**
 * @param {string} text
 * @param {number} min
 * @param {number} max
 */
function numberIn(text, min, max) {
  const number = Number(text);
  return /^\d+$/.test(text) && number >= min && number <= max ? number : null;
}

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {number} min
 * @param {number} max
 */
function problem(name, text, min, max) {
  return `${name} must be a whole number from ${min} to ${max}, not “${text}”. Example: ${usage}`;
}
