import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { choose, setParameter } from '../drivePage.mjs';

/** @typedef {import('./visit.mjs').Visit} Visit */
/** @typedef {import('@playwright/test').Page} Page */

/**
 * A run that a person wants.
 * @typedef {object} Wish
 * @property {'WASM' | 'WebGL'} backend
 * @property {number} seed
 * @property {number} steps 0 where only the pictures are wanted
 */

/**
 * What can be seen of the page.
 * @typedef {object} Sight
 * @property {string} data
 * @property {string} activity
 * @property {string} step
 * @property {readonly string[]} messages alerts, notices, and lines of the log
 * @property {readonly string[]} buttons that can be pressed
 * @property {readonly string[]} checkpoints
 */

/**
 * @typedef {object} Outcome
 * @property {boolean} isReached whether the person has what was wanted, and did not give up
 * @property {string | null} sha256 of the weights; null where there are none
 * @property {readonly string[]} deeds what the person had to do, in order
 * @property {readonly string[]} messages what the page said
 */

const lookEveryMs = 150;
/** A page that was just opened still finds out what is stored. */
const glanceMs = 600;
/** How long a person looks at a page on which nothing moves, before a minute passes. */
const patienceMs = 4_000;
const mostMinutes = 4;
const mostDeeds = 25;

/**
 * Does all that leads to the file of weights, on a page that may break at any time: opens it, downloads what is missing, trains,
 * goes on with what was cut off, exports.
 * @param {Visit} visit
 * @param {Wish} wish
 * @param {(isSettled: boolean) => Promise<boolean>} world gives the world its turn; tells whether it has changed something
 * @returns {Promise<Outcome>}
 */
export async function pursue(visit, wish, world) {
  /** @type {string[]} */
  const deeds = [];
  /** @type {Set<string>} */
  const messages = new Set();
  let [shown, changedAt, minutes] = ['', Date.now(), 0];

  /** @param {string} deed */
  const note = (deed) => {
    deeds.push(deed);
    changedAt = Date.now();
  };

  while (deeds.length < mostDeeds) {
    await pause(lookEveryMs);
    try {
      if (!visit.isThere()) {
        note('opens the page');
        await visit.open();
        continue;
      }
      const page = visit.page();
      const sight = await within(3_000, look(page));
      if (sight === null) continue;
      for (const message of sight.messages) messages.add(message);
      const present = JSON.stringify(sight);
      if (present !== shown) {
        [shown, changedAt] = [present, Date.now()];
        if (deeds.length > 0) minutes = 0;
      }
      const stillMs = Date.now() - changedAt;
      if (await world(stillMs > patienceMs / 2)) {
        changedAt = Date.now();
        continue;
      }
      if (wish.steps === 0 && sight.data.startsWith('CIFAR-10 ready')) {
        return { isReached: true, sha256: null, deeds, messages: [...messages] };
      }
      const deed = stillMs < glanceMs ? null : nextDeed(sight, wish);
      if (deed === 'export') {
        note('exports');
        const sha256 = await exported(page);
        if (sha256 !== null) return { isReached: true, sha256, deeds, messages: [...messages] };
        if (deeds.slice(-3).every((past) => past === 'exports')) {
          note('reloads');
          await visit.open();
        }
      } else if (deed !== null) {
        note(deed.name);
        await deed.act(page);
        await pause(300);
      } else if (stillMs > patienceMs) {
        changedAt = Date.now();
        minutes += 1;
        if (minutes <= mostMinutes) await page.evaluate(() => Reflect.get(self, 'letTimePass')?.(60_000));
        else {
          minutes = 0;
          note('reloads');
          await visit.open();
        }
      }
    } catch (error) {
      // A tab or a browser that dies under a deed; the next look finds out.
      if (!isOfDeath(error)) throw error;
    }
  }
  return { isReached: false, sha256: null, deeds, messages: [...messages] };
}

/**
 * @param {Sight} sight
 * @param {Wish} wish
 * @returns {'export' | { name: string, act: (page: Page) => Promise<void> } | null} null where there is nothing to do but wait
 */
function nextDeed({ data, activity, step, buttons, checkpoints }, wish) {
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
export async function train(page, { backend, seed, steps }) {
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
async function exported(page) {
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

/**
 * @param {Page} page
 * @returns {Promise<Sight>}
 */
function look(page) {
  return page.evaluate(() => {
    const texts = (/** @type {string} */ selector) =>
      [...document.querySelectorAll(selector)]
        .filter((element) => element.checkVisibility())
        .map((element) => (element.textContent ?? '').trim())
        .filter((text) => text !== '');
    const [step = '', activity = ''] = [...document.querySelectorAll('.run-progress-line [role=status]')].map(
      (element) => element.textContent ?? '',
    );
    return {
      data: document.querySelector('#data [role=status]')?.textContent ?? '',
      activity,
      step,
      messages: [
        ...texts('[role=alert] > p'),
        ...texts('[role=alert]:not(:has(> p))'),
        ...texts('.notice[role=status]'),
        ...texts('[role=log] > p'),
      ],
      buttons: [...document.querySelectorAll('button')]
        .filter((button) => button.checkVisibility() && !button.disabled)
        .filter((button) => button.getAttribute('aria-disabled') !== 'true')
        .map((button) => (button.textContent ?? '').trim()),
      checkpoints: texts('[aria-label=Checkpoints] > li'),
    };
  });
}

/**
 * @template Result
 * @param {number} ms
 * @param {Promise<Result>} work
 * @returns {Promise<Result | null>}
 */
function within(ms, work) {
  return Promise.race([work, pause(ms).then(() => null)]);
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @param {unknown} error */
function isOfDeath(error) {
  return error instanceof Error && /crash|closed|detached|is gone|destroyed|net::ERR/i.test(error.message);
}
