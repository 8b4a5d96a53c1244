import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { choose, setParameter } from '../drivePage.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./person.mjs').Wish} Wish */
/** @typedef {import('./sight.mjs').Sight} Sight */

/**
 * @param {Sight} sight
 * @param {Wish} wish
 * @returns {'export' | { name: string, act: (page: Page) => Promise<void> } | null} null where there is nothing to do but wait
 */
export function nextDeed({ data, activity, step, buttons, checkpoints }, wish) {
  const button = (/** @type {RegExp} */ name) => buttons.find((text) => name.test(text));
  const goOn = button(/^Continue at step/);
  if (goOn) return press(goOn);
  const download = button(/^Download CIFAR-10/);
  if (download) return press(download);
  if (!data.startsWith('CIFAR-10 ready')) return null;

  const [done, all] = (/^Step ([\d,]+) of ([\d,]+)$/.exec(step) ?? []).slice(1);
  const isAtRest = ['Paused', 'Finished', 'Stopped'].includes(activity);
  if (isAtRest && done === all) return button(/^Download weights$/) ? 'export' : null;
  if (activity === 'Paused' && button(/^Resume$/)) return press('Resume');
  if (activity === '' || activity === 'Ended by a fault' || activity.startsWith('An earlier run')) {
    const own = checkpoints.findIndex((text) => text.includes(`seed ${wish.seed}.`));
    if (own >= 0 && button(/^Restore$/)) return restore(own);
    if (button(/^Train$/)) return { name: 'trains', act: (page) => train(page, wish) };
  }
  return null;
}

/** @param {string} name */
function press(name) {
  return {
    name: `presses ${name}`,
    act: (/** @type {Page} */ page) =>
      page.getByRole('button', { name, exact: true }).click({ timeout: 5_000 }),
  };
}

/** @param {number} index the newest is the first */
function restore(index) {
  return {
    name: 'restores its checkpoint',
    act: (/** @type {Page} */ page) =>
      page
        .getByRole('list', { name: 'Checkpoints' })
        .getByRole('listitem')
        .nth(index)
        .getByRole('button', { name: 'Restore' })
        .click({ timeout: 5_000 }),
  };
}

/**
 * @param {Page} page
 * @param {Wish} wish
 */
async function train(page, { backend, seed, steps }) {
  await choose(page, 'Backend', backend);
  await setParameter(page, 'Hidden units', 8);
  await setParameter(page, 'Max steps', steps);
  await setParameter(page, 'Seed', seed);
  await page.getByRole('button', { name: 'Train', exact: true }).click({ timeout: 5_000 });
}

/**
 * @param {Page} page
 * @returns {Promise<string | null>} of the weights; null where no file came
 */
export async function exported(page) {
  const downloading = page.waitForEvent('download', { timeout: 5_000 }).catch(() => null);
  await page.getByRole('button', { name: 'Download weights' }).click({ timeout: 5_000 });
  const download = await downloading;
  if (download === null) return null;
  return createHash('sha256')
    .update(tensorsOf(await readFile(await download.path())))
    .digest('hex');
}

/** A safetensors file without its header, which tells how long the run took. @param {Buffer} file */
function tensorsOf(file) {
  return file.subarray(8 + Number(file.readBigUInt64LE(0)));
}
