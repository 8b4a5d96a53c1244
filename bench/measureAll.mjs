import { measureConvolution } from './measurements/convolution.mjs';
import { measureEvaluation } from './measurements/evaluation.mjs';
import { measureExperiment } from './measurements/experiment.mjs';
import { measureLists } from './measurements/lists.mjs';
import { measureLoad } from './measurements/load.mjs';
import { measurePhases } from './measurements/phases.mjs';
import { measureScaling } from './measurements/scaling.mjs';
import { measureSizes } from './measurements/sizes.mjs';
import { measureSteps } from './measurements/steps.mjs';
import { measureStrip } from './measurements/strip.mjs';
import { measureViews } from './measurements/views.mjs';
import { measurements } from './options.mjs';

/** @typedef {import('./options.mjs').MeasurementName} MeasurementName */

/** @type {Record<MeasurementName, (bench: import('./bench.mjs').Bench) => Promise<unknown>>} */
const measure = {
  sizes: measureSizes,
  load: measureLoad,
  steps: measureSteps,
  phases: measurePhases,
  evaluation: measureEvaluation,
  experiment: measureExperiment,
  views: measureViews,
  strip: measureStrip,
  lists: measureLists,
  scaling: measureScaling,
  convolution: measureConvolution,
};

/**
 * Runs one measurement after the other, because two at once would share the processor. One that fails is reported, and the others
 * continue.
 * @param {import('./bench.mjs').Bench} bench
 * @param {readonly MeasurementName[]} names
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function measureAll(bench, names) {
  /** @type {import('./results.mjs').Results} */
  const results = { failed: [] };
  for (const name of names) {
    const startedAt = performance.now();
    bench.say(`${name}: ${measurements[name]} …`);
    try {
      Object.assign(results, { [name]: await measure[name](bench) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      results.failed.push({ name, reason });
      bench.say(`  failed: ${reason}`);
    }
    bench.say(`  took ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }
  return results;
}
