import { loadDataset } from '../drivePage.mjs';
import { pursue } from './person.mjs';
import { forgetRunsBut, openBlank, storedSums } from './storage.mjs';

/** @typedef {import('./cell.mjs').Ground} Ground */
/** @typedef {import('./faults.mjs').Surroundings} Surroundings */
/** @typedef {import('./person.mjs').Wish} Wish */

const earlierSeed = 5;
/** Without faults, nothing changes by itself. */
const calmWorld = async () => false;

/**
 * Downloads the pictures, and leaves the checkpoint of a run that ended long before anything breaks.
 * @param {Surroundings} surroundings
 */
export async function prepareProfile({ visit }) {
  await visit.open();
  await loadDataset(visit.page());
  await pursue(visit, { backend: 'WASM', seed: earlierSeed, steps: 20 }, calmWorld);
}

/**
 * What a wish comes to where nothing breaks.
 * @param {Surroundings} surroundings
 * @param {Wish} wish
 * @returns {Promise<Ground>}
 */
export async function groundFor({ visit, host }, wish) {
  await openBlank(visit.page(), host.url);
  await forgetRunsBut(visit.page(), earlierSeed);
  const sums = await storedSums(visit.page());
  await visit.open();
  const uninterrupted = await pursue(visit, wish, calmWorld);
  if (!uninterrupted.isReached) throw new Error(`without a fault: ${JSON.stringify(uninterrupted)}`);
  return { earlierSeed, wish, uninterrupted, sums };
}
