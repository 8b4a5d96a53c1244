import { exported, nextDeed } from './deeds.mjs';
import { look } from './sight.mjs';

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
 * @typedef {object} Outcome
 * @property {boolean} isReached whether the person has what was wanted, and did not give up
 * @property {string | null} sha256 of the weights; null where there are none
 * @property {readonly string[]} deeds what the person had to do, in order
 * @property {readonly string[]} messages what the page said
 */

const lookEveryMs = 150;
/** A page that was just opened still finds out what is stored. */
const glanceMs = 600;
/** How long a person looks at a page on which nothing moves, before some minutes pass. */
const patienceMs = 4_000;
const minutesAtOnce = 3;
/** Each is seen by whoever in the page looks at the clock every few seconds. */
const minuteMs = 400;
const mostWaits = 3;
const mostDeeds = 40;
/** So long a person stays at it. */
const mostMs = 4 * 60_000;
const afterDeedMs = 300;

/**
 * Does all that leads to the file of weights, on a page that may break at any time: opens it, downloads what is missing, trains,
 * goes on with what was cut off, exports.
 * @param {Visit} visit
 * @param {Wish} wish
 * @param {(isSettled: boolean) => Promise<boolean>} world gives the world its turn, and tells it whether nothing moves or the same
 *   was done again in vain; tells whether it has changed something
 * @param {number} [limitMs]
 * @returns {Promise<Outcome>}
 */
export async function pursue(visit, wish, world, limitMs = mostMs) {
  /** @type {string[]} */
  const deeds = [];
  /** @type {Set<string>} */
  const messages = new Set();
  /** @type {string | null} */
  let sha256 = null;
  let [shown, changedAt, waits] = ['', Date.now(), 0];

  /**
   * What is there afterwards is looked at anew, though it be the same: the sentence that says why it is may come a moment later.
   * @param {string} deed
   */
  function note(deed) {
    deeds.push(deed);
    [shown, changedAt] = ['', Date.now()];
  }

  /** @returns {Promise<boolean>} whether the person has what was wanted */
  async function turn() {
    if (!visit.isThere()) {
      note('opens the page');
      await visit.open();
      return false;
    }
    const page = visit.page();
    const sight = await within(3_000, look(page));
    if (sight === null) return false;
    for (const message of sight.messages) messages.add(message);
    noteChange(JSON.stringify(sight));
    const stillMs = Date.now() - changedAt;
    const isInVain = deeds.length > 1 && deeds.at(-1) === deeds.at(-2);
    if (await world(isInVain || stillMs > patienceMs / 2)) {
      changedAt = Date.now();
      return false;
    }
    if (wish.steps === 0 && sight.data.startsWith('CIFAR-10 ready')) return true;
    const deed = stillMs < glanceMs ? null : nextDeed(sight, wish);
    if (deed === 'export') return exportAgain(page);
    if (deed) {
      note(deed.name);
      await deed.act(page);
      await pause(afterDeedMs);
    } else if (stillMs > patienceMs) await waitLonger(page);
    return false;
  }

  /** @param {string} present */
  function noteChange(present) {
    if (present === shown) return;
    [shown, changedAt, waits] = [present, Date.now(), 0];
  }

  /** @param {Page} page */
  async function exportAgain(page) {
    note('exports');
    sha256 = await exported(page);
    if (sha256 !== null) return true;
    if (deeds.slice(-3).every((past) => past === 'exports')) await reload();
    return false;
  }

  /** @param {Page} page */
  async function waitLonger(page) {
    changedAt = Date.now();
    waits += 1;
    if (waits <= mostWaits) return passMinutes(page);
    waits = 0;
    return reload();
  }

  async function reload() {
    note('reloads');
    await visit.open();
  }

  const endAt = Date.now() + limitMs;
  let isReached = false;
  while (!isReached && deeds.length < mostDeeds && Date.now() < endAt) {
    await pause(lookEveryMs);
    try {
      isReached = await turn();
    } catch (error) {
      // A tab or a browser that dies under a deed; the next look finds out.
      if (!isOfDeath(error)) throw error;
    }
  }
  return { isReached, sha256, deeds, messages: [...messages] };
}

/** @param {Page} page */
async function passMinutes(page) {
  for (let minute = 0; minute < minutesAtOnce; minute++) {
    await page.evaluate(() => Reflect.get(self, 'letTimePass')?.(60_000));
    await pause(minuteMs);
  }
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
