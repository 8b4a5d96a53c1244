import { stepOperations } from './convolutionWork.mjs';
import { largestDeviation, median } from './statistics.mjs';

/** @typedef {import('./results.mjs').Results} Results */
/** @typedef {import('./results.mjs').Timing} Timing */

/**
 * A figure that must not be above, or not below, a limit. The value is null where it was not measured.
 * @typedef {object} Target
 * @property {string} name
 * @property {'max' | 'min'} bound
 * @property {number} limit
 * @property {string} unit
 * @property {number | null} value
 */

/** Above this many hidden units, matrix products dominate the cost of a step. */
const manyHiddenUnits = 200;

/** @param {Target} target */
export function isMet({ bound, limit, value }) {
  if (value === null) return null;
  return bound === 'max' ? value <= limit : value >= limit;
}

/**
 * The targets hold for two cores and no GPU.
 * @param {Results} results
 * @returns {Target[]}
 */
export function targetsFor(results) {
  return [
    ...stepTargets(results),
    ...pageTargets(results),
    ...runTargets(results),
    ...convolutionTargets(results),
  ];
}

/**
 * @param {Results} results
 * @returns {Target[]}
 */
function stepTargets({ steps, scaling }) {
  const onWasm = (/** @type {string} */ a, /** @type {string} */ b) => ratioOf(steps?.wasm, a, b);
  return [
    atMost('App step / bare loop on WASM', 1.05, 'times', onWasm('app', 'bare')),
    atMost('App step / bare loop on WebGL', 1.05, 'times', ratioOf(steps?.webgl, 'app', 'bare')),
    atLeast('Faster than optimizer.minimize on WASM', 15, 'times', onWasm('minimize', 'app')),
    atLeast('Faster than WebGL', 7, 'times', onWasm('bare-webgl', 'app')),
    atLeast('Faster than ConvNetJS', 40, 'times', onWasm('convnetjs', 'app')),
    atLeast('As fast as jax-js on WASM', 1, 'times', onWasm('jax-js', 'app')),
    atMost('App step / PyTorch on one core', 4, 'times', onWasm('app', 'torch-1')),
    atMost('Step time off a line in hidden units × batch', 20, '%', deviationPercent(scaling)),
  ];
}

/**
 * @param {Results} results
 * @returns {Target[]}
 */
function pageTargets({ load, sizes }) {
  const firstScreen = sizes?.find(({ part }) => part === 'First screen');
  return [
    atMost('First contentful paint', 0.5, 's', load?.firstPaintSeconds ?? null),
    atMost('First button usable', 1, 's', load?.firstButtonSeconds ?? null),
    atMost('JavaScript until then, gzip', 130, 'kB', firstScreen ? firstScreen.gzipBytes / 1000 : null),
    atMost('Layout shift of a first visit', 0.05, '', load?.layoutShift ?? null),
    atMost('Click to ready', 2.5, 's', load?.toReadySeconds ?? null),
    atMost('A returning visit to ready', 1, 's', load?.returningSeconds ?? null),
  ];
}

/**
 * @param {Results} results
 * @returns {Target[]}
 */
function runTargets({ experiment = [], views, strip = [] }) {
  const article = experiment.find(({ steps }) => steps === 2_000);
  const watched = experiment[0];
  return [
    atMost('The article’s whole experiment', 60, 's', article?.totalSeconds ?? null),
    atMost('Step with every view open / closed', 1.1, 'times', views ? viewsRatio(views) : null),
    atMost(
      'Step while the page shows what the network sees / without',
      1.05,
      'times',
      largest(strip, stripRatio),
    ),
    atMost(
      'Longest task while it does',
      100,
      'ms',
      largest(strip, ({ longestShownTaskMs }) => longestShownTaskMs),
    ),
    atMost('Longest task while training', 100, 'ms', watched?.mainThread.longestMs ?? null),
    atMost(
      'Main thread blocked while training',
      5,
      '%',
      watched ? 100 * watched.mainThread.blockedShare : null,
    ),
    atMost(
      'Tensors added while training',
      0,
      'tensors',
      largest(experiment, ({ memory: [a, b] }) => b.tensors - a.tensors),
    ),
    atMost(
      'JS heap’s growth while training',
      5,
      '%',
      largest(
        experiment.filter(({ run }) => run === 1),
        heapGrowthPercent,
      ),
    ),
    atMost(
      'JS heap’s growth in a later run of the page',
      5,
      '%',
      largest(
        experiment.filter(({ run }) => run > 1),
        heapGrowthPercent,
      ),
    ),
  ];
}

/**
 * @param {Results} results
 * @returns {Target[]}
 */
function convolutionTargets({ convolution }) {
  const measured = (/** @type {string} */ name) =>
    convolution?.networks.find(({ network }) => network === name);
  const [tutorial, record] = [measured('convolutional'), measured('convolutional-record')];
  const inTutorial = (/** @type {string} */ a, /** @type {string} */ b) => ratioOf(tutorial?.timings, a, b);
  const inRecord = (/** @type {string} */ a, /** @type {string} */ b) => ratioOf(record?.timings, a, b);
  const inParts = inRecord('wasm2-100', 'wasm2');
  return [
    atLeast('Record network’s step on WASM', 45, 'GFLOP/s', record ? gflopsOf(record, 'wasm2') : null),
    atMost('Record network’s step / PyTorch on all cores', 3, 'times', inRecord('wasm2', 'torch-all')),
    atLeast(
      'Record network: faster than tfjs on its CPU backend',
      10,
      'times',
      inRecord('tfjs-cpu', 'wasm2'),
    ),
    atMost('Record network on WebGL / tfjs’s operations', 0.8, 'times', inRecord('webgl', 'tfjs-webgl')),
    atMost(
      'Record network: 400 images in steps of 100, off one step of 400',
      20,
      '%',
      inParts === null ? null : 100 * Math.abs(inParts - 1),
    ),
    atLeast('Tutorial network: as fast as jax-js on WASM', 1, 'times', inTutorial('jax-js', 'wasm2')),
    atLeast('Tutorial network: as fast as ConvNetJS', 1, 'times', inTutorial('convnetjs', 'wasm2')),
    atMost('Tutorial network on WebGL / model.fit', 0.8, 'times', inTutorial('webgl', 'fit-webgl')),
  ];
}

/**
 * Nominal billions of operations a second.
 * @param {import('./measurements/convolutionNetworks.mjs').NetworkTimings} measured
 * @param {string} id
 */
function gflopsOf(measured, id) {
  const found = measured.timings.find((timing) => timing.id === id);
  if (!found || !('msPerStep' in found) || found.msPerStep.length === 0) return null;
  return stepOperations(measured) / median(found.msPerStep) / 1e6;
}

/**
 * The median of the rounds' own ratios: both values of each ratio were measured within seconds of each other.
 * @param {readonly Timing[] | undefined} timings
 * @param {string} id
 * @param {string} reference
 * @returns {number | null}
 */
export function ratioOf(timings, id, reference) {
  const msOf = (/** @type {string} */ wanted) => {
    const found = timings?.find((timing) => timing.id === wanted);
    return found && 'msPerStep' in found && found.msPerStep.length > 0 ? found.msPerStep : null;
  };
  const [own, other] = [msOf(id), msOf(reference)];
  if (!own || !other) return null;
  return median(own.map((ms, round) => ms / (other[round] ?? Number.NaN)));
}

/**
 * As `ratioOf`: the median of the rounds' own ratios.
 * @param {NonNullable<Results['views']>} views
 */
export function viewsRatio({ openMsPerStep, closedMsPerStep }) {
  return median(openMsPerStep.map((ms, round) => ms / (closedMsPerStep[round] ?? Number.NaN)));
}

/**
 * Likewise.
 * @param {NonNullable<Results['strip']>[number]} cost
 */
export function stripRatio({ shownMsPerStep, hiddenMsPerStep }) {
  return median(shownMsPerStep.map((ms, round) => ms / (hiddenMsPerStep[round] ?? Number.NaN)));
}

/** @param {Results['scaling']} costs */
export function deviationPercent(costs) {
  const points = (costs ?? [])
    .filter(({ hiddenUnits }) => hiddenUnits > manyHiddenUnits)
    .map(
      ({ hiddenUnits, batchSize, msPerStep }) => /** @type {const} */ ([hiddenUnits * batchSize, msPerStep]),
    );
  // Two points always lie on a line.
  return points.length < 3 ? null : 100 * largestDeviation(points);
}

/** @param {NonNullable<Results['experiment']>[number]} run */
function heapGrowthPercent({ memory: [early, late] }) {
  return 100 * (heapOf(late) / heapOf(early) - 1);
}

/** @param {{ pageHeap: number, workerHeaps: number }} use */
function heapOf({ pageHeap, workerHeaps }) {
  return pageHeap + workerHeaps;
}

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {(item: Item) => number} value
 */
function largest(items, value) {
  return items.length === 0 ? null : Math.max(...items.map(value));
}

/**
 * @param {string} name
 * @param {number} limit
 * @param {string} unit
 * @param {number | null} value
 * @returns {Target}
 */
function atMost(name, limit, unit, value) {
  return { name, bound: 'max', limit, unit, value };
}

/**
 * @param {string} name
 * @param {number} limit
 * @param {string} unit
 * @param {number | null} value
 * @returns {Target}
 */
function atLeast(name, limit, unit, value) {
  return { name, bound: 'min', limit, unit, value };
}
