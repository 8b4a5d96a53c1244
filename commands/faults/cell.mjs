import { strike } from './faults.mjs';
import { pursue } from './person.mjs';
import { forgetBatch, forgetRunsBut, openBlank } from './storage.mjs';
import { verify } from './verification.mjs';

/** @typedef {import('./faults.mjs').Fault} Fault */
/** @typedef {import('./faults.mjs').Surroundings} Surroundings */
/** @typedef {import('./moments.mjs').Moment} Moment */
/** @typedef {import('./person.mjs').Wish} Wish */
/** @typedef {import('./person.mjs').Outcome} Outcome */

/**
 * One fault at one moment.
 * @typedef {object} Cell
 * @property {string} fault
 * @property {string} moment
 * @property {import('./verification.mjs').Verdict} verdict
 * @property {readonly string[]} reasons why it is not `survived`
 * @property {readonly string[]} deeds of the person
 * @property {readonly string[]} messages that a run without faults does not show
 * @property {number} seconds
 */

/**
 * What is there before, and what has to come out.
 * @typedef {object} Ground
 * @property {number} earlierSeed of a run that ended before; its checkpoint has to be there afterwards
 * @property {Wish} wish
 * @property {Outcome} uninterrupted
 * @property {Record<string, string>} sums SHA-256 of the stored batches
 */

/** Lines that differ from run to run. */
const ordinary = /^(Step \d|Total time)/;
const batchToCome = 'data_batch_5';

/**
 * @param {Surroundings} surroundings
 * @param {Ground} ground
 * @param {Fault} fault
 * @param {Moment} moment
 * @returns {Promise<Cell>}
 */
export async function fillCell(surroundings, ground, fault, moment) {
  const { visit, host } = surroundings;
  const begunAt = Date.now();
  await prepare(surroundings, ground, moment);
  // Or what was just forgotten would come back.
  if (fault.losesUnwritten) await visit.end();

  let [isStruck, isLifted] = [false, fault.lift === undefined];
  const watch = { ...moment.watch(fault), name: moment.name };
  const { approach } = moment;
  let isClose = approach === undefined;
  const watches = approach ? [{ ...approach.watch, name: 'approach' }, watch] : [watch];
  host.plan(watches, async (name) => {
    if (name === 'approach' && !isClose) {
      isClose = true;
      await approach?.act(visit.page());
    } else if (name === moment.name && isClose && !isStruck) {
      isStruck = true;
      return { order: await strike(surroundings, fault), watches: [] };
    }
    return { order: 'nothing', watches: isStruck ? [] : isClose ? [watch] : watches };
  });

  await visit.open();
  const outcome = await pursue(visit, ground.wish, async (isSettled) => {
    if (!isStruck || isLifted || !isSettled) return false;
    isLifted = true;
    await fault.lift?.(surroundings);
    return true;
  });
  host.turn('well');
  if (!isLifted) await fault.lift?.(surroundings);
  host.plan([], async () => ({ order: 'nothing', watches: [] }));
  const usual = new Set(ground.uninterrupted.messages);
  const messages = outcome.messages.filter((text) => !usual.has(text) && !ordinary.test(text));
  const { verdict, reasons } = await verify(
    surroundings,
    ground,
    { ...outcome, messages },
    { isStruck, fault, moment },
  );
  return {
    fault: fault.name,
    moment: moment.name,
    verdict,
    reasons,
    deeds: outcome.deeds,
    messages,
    seconds: (Date.now() - begunAt) / 1_000,
  };
}

/**
 * @param {Surroundings} surroundings
 * @param {Ground} ground
 * @param {Moment} moment
 */
async function prepare({ visit, host }, { earlierSeed }, { part }) {
  host.plan([], async () => ({ order: 'nothing', watches: [] }));
  if (!visit.isThere()) await visit.open();
  const page = visit.page();
  await openBlank(page, host.url);
  await forgetRunsBut(page, earlierSeed);
  if (part === 'data') await forgetBatch(page, batchToCome);
}
