import { openApp, startRun, stopRun } from '../app/appRun.mjs';
import { longestTaskMs, observeSteps, watchTasks } from '../app/observe.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * The cost of the strip that shows what the network sees, on WASM: a pair of values for each round, one right after the other.
 * @typedef {object} StripCost
 * @property {string} title of the network
 * @property {readonly number[]} hiddenMsPerStep the strip is not there
 * @property {readonly number[]} shownMsPerStep the strip is in the window, and renewed
 * @property {number} longestHiddenTaskMs of the main thread; 0 where none took 50 ms
 * @property {number} longestShownTaskMs likewise
 */

const networks = /** @type {const} */ ([
  { title: 'Two-layer network', network: 'Two-layer network', minSteps: 100 },
  { title: 'Convolutional network', network: 'Convolutional network', minSteps: 3 },
]);

/**
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<StripCost[]>}
 */
export async function measureStrip(bench) {
  /** @type {StripCost[]} */
  const costs = [];
  for (const each of networks) {
    bench.say(`  ${each.title}`);
    costs.push(await costWith(bench, each));
  }
  return costs;
}

/**
 * @param {import('../bench.mjs').Bench} bench
 * @param {typeof networks[number]} each
 * @returns {Promise<StripCost>}
 */
async function costWith({ context, url, options, say }, { title, network, minSteps }) {
  // Ten answers and more: the order of the units is made anew in one of ten.
  const stretch = options.isQuick ? { minMs: 5_000, minSteps } : { minMs: 15_000, minSteps };
  const rounds = options.isQuick ? 3 : 8;
  const page = await openApp({ context, url }, watchTasks);
  await startRun(page, { backend: 'WASM', network });
  /** @type {number[]} */
  const hiddenMsPerStep = [];
  /** @type {number[]} */
  const shownMsPerStep = [];
  /** @type {number[]} */
  const hiddenTasks = [];
  /** @type {number[]} */
  const shownTasks = [];
  for (let round = 0; round < rounds; round++) {
    say(`  round ${round + 1} of ${rounds}`);
    // What comes second may profit from a warmer processor: they take turns.
    for (const isShown of round % 2 === 0 ? [false, true] : [true, false]) {
      await showStrip(page, isShown);
      await longestTaskMs(page);
      const { steps, ms } = await observeSteps(page, stretch);
      (isShown ? shownMsPerStep : hiddenMsPerStep).push(ms / steps);
      (isShown ? shownTasks : hiddenTasks).push(await longestTaskMs(page));
    }
  }
  await stopRun(page);
  await page.close();
  return {
    title,
    hiddenMsPerStep,
    shownMsPerStep,
    longestHiddenTaskMs: Math.max(...hiddenTasks),
    longestShownTaskMs: Math.max(...shownTasks),
  };
}

/**
 * @param {Page} page
 * @param {boolean} isShown
 */
async function showStrip(page, isShown) {
  await page.evaluate((shows) => {
    const place = document.querySelector('.live-place');
    if (!(place instanceof HTMLElement)) throw new Error('the page has no strip');
    place.style.display = '';
    // The charts are in the window, too.
    place.scrollIntoView({ block: 'end', behavior: 'instant' });
    place.style.display = shows ? '' : 'none';
  }, isShown);
  const strip = page.getByRole('region', { name: 'What the network sees' });
  if (isShown) await strip.getByText(/^Step /).waitFor();
  else await strip.waitFor({ state: 'hidden' });
}
