/**
 * The results; a measurement that was not requested is absent, one that could not be made is in `failed`.
 * @typedef {object} Results
 * @property {{ name: string, reason: string }[]} failed
 * @property {import('./measurements/sizes.mjs').PartSize[]} [sizes]
 * @property {import('./measurements/load.mjs').LoadTimes} [load]
 * @property {{ wasm: Timing[], webgl: Timing[] }} [steps]
 * @property {{ wasm: import('./measurements/phases.mjs').Phases, webgl: import('./measurements/phases.mjs').Phases }} [phases]
 * @property {{ backend: 'wasm' | 'webgl', app: number, bare: number }[]} [evaluation]
 * @property {import('./measurements/experiment.mjs').Experiment[]} [experiment]
 * @property {import('./measurements/views.mjs').ViewsCost} [views]
 * @property {import('./measurements/strip.mjs').StripCost[]} [strip]
 * @property {import('./measurements/lists.mjs').ListsCost[]} [lists]
 * @property {import('./measurements/scaling.mjs').Cost[]} [scaling]
 * @property {import('./measurements/convolution.mjs').Convolutions} [convolution]
 */

/** @typedef {import('./contenders/contender.mjs').Timing} Timing */

export {};
