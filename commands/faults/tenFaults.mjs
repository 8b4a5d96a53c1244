import { faults, strike } from './faults.mjs';
import { pursue } from './person.mjs';
import { forgetRunsBut, openBlank } from './storage.mjs';

/** @typedef {import('./agent.mjs').Watch} Watch */
/** @typedef {import('./cell.mjs').Ground} Ground */
/** @typedef {import('./faults.mjs').Fault} Fault */
/** @typedef {import('./faults.mjs').Surroundings} Surroundings */
/** @typedef {import('./person.mjs').Outcome} Outcome */

/** @typedef {{ readonly fault: Fault, readonly step: number }} Blow */

const blowCount = 10;
/** What can be lifted is lifted so long after it struck, whether or not the run goes on under it. */
const liftAfterMs = 1_500;
const mostMs = 10 * 60_000;

/**
 * One run with ten faults on its way.
 * @param {Surroundings} surroundings
 * @param {Ground} ground on a backend that computes the same numbers each time
 * @param {number} seed of the faults and their moments
 * @returns {Promise<{ report: string, isSame: boolean }>}
 */
export async function endureTen(surroundings, ground, seed) {
  const { visit, host } = surroundings;
  const blows = [...blowsOf(seed, ground.wish.steps)];
  await openBlank(visit.page(), host.url);
  await forgetRunsBut(visit.page(), ground.earlierSeed);

  let struckCount = 0;
  /** @type {{ fault: Fault, at: number }[]} */
  const present = [];
  const watches = () => blows.slice(struckCount, struckCount + 1).map(watchOf);
  host.plan(watches(), async (name) => {
    const blow = blows[struckCount];
    if (!blow || name !== watchOf(blow).name) return { order: 'nothing', watches: watches() };
    struckCount += 1;
    present.push({ fault: blow.fault, at: Date.now() });
    return { order: await strike(surroundings, blow.fault), watches: watches() };
  });
  await visit.open();
  const liftInTime = async () => {
    const [oldest] = present;
    if (!oldest || Date.now() - oldest.at < liftAfterMs) return false;
    present.shift();
    await oldest.fault.lift?.(surroundings);
    return true;
  };
  const outcome = await pursue(visit, ground.wish, liftInTime, mostMs);
  const isSame = struckCount === blowCount && outcome.sha256 === ground.uninterrupted.sha256;
  return { isSame, report: reportOf(blows.slice(0, struckCount), ground, outcome, isSame) };
}

/**
 * One in each tenth of the run.
 * @param {number} seed
 * @param {number} steps
 * @returns {Generator<Blow>}
 */
function* blowsOf(seed, steps) {
  const kinds = faults.filter(({ strikes }) => strikes !== 'GPU');
  // Park and Miller's generator: what it has to be is repeatable.
  let state = (seed % 2_147_483_646) + 1;
  const draw = (/** @type {number} */ end) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % end;
  };
  const stretch = Math.floor(steps / (blowCount + 1));
  for (let blow = 0; blow < blowCount; blow++) {
    const fault = kinds[draw(kinds.length)];
    if (fault) yield { fault, step: stretch * blow + 1 + draw(stretch) };
  }
}

/**
 * @param {Blow} blow
 * @returns {Watch}
 */
function watchOf({ fault, step }) {
  return {
    name: `${fault.name} at step ${step}`,
    script: 'trainer.worker',
    call: 'post',
    what: 'stepsCompleted',
    fromStep: step,
  };
}

/**
 * @param {readonly Blow[]} blows
 * @param {Ground} ground
 * @param {Outcome} outcome
 * @param {boolean} isSame
 */
function reportOf(blows, { wish, uninterrupted }, { sha256, deeds, messages }, isSame) {
  return [
    `${wish.steps} steps on ${wish.backend}, seed ${wish.seed}, ${blows.length} faults: ${isSame ? 'the same weights' : 'OTHER WEIGHTS'}.`,
    `Without faults ${uninterrupted.sha256}\nWith faults    ${sha256}`,
    listOf(blows.map((blow) => watchOf(blow).name)),
    `The person ${deeds.join(', ')}. The page said:`,
    listOf(messages.filter((message) => !/^Step \d/.test(message))),
  ].join('\n\n');
}

/** @param {readonly string[]} lines */
function listOf(lines) {
  return lines.map((line) => `- ${line}`).join('\n');
}
