/** @typedef {import('./agent.mjs').Watch} Watch */
/** @typedef {import('./faults.mjs').Fault} Fault */
/** @typedef {import('@playwright/test').Page} Page */

/**
 * A moment on the way from an empty browser to a file of weights.
 * @typedef {object} Moment
 * @property {string} name
 * @property {'data' | 'run'} part a batch is still to come, or all are there
 * @property {boolean} [isAfterFirstSave] something of the run is stored by then
 * @property {boolean} [isLast] the page writes nothing any more after it
 * @property {(fault: Fault) => Omit<Watch, 'name'>} watch where it is told that the moment has come
 * @property {Approach} [approach] what a person does shortly before, while the trainer waits
 */

/** @typedef {{ watch: Omit<Watch, 'name'>, act: (page: Page) => Promise<void> }} Approach */

/** A step about half-way through the run; the run is less than an epoch. */
const midway = 24;

/** @type {readonly Moment[]} */
export const moments = [
  { name: 'download', part: 'data', watch: () => ({ script: 'data.worker', call: 'read', skip: 6 }) },
  { name: 'decode', part: 'data', watch: () => ({ script: 'decoder.worker', call: 'digest' }) },
  {
    name: 'store',
    part: 'data',
    watch: () => ({ script: 'data.worker', call: 'put', what: 'batches' }),
  },
  { name: 'first step', part: 'run', watch: () => trainerSays('trainingStarted') },
  {
    name: 'mid-epoch',
    part: 'run',
    isAfterFirstSave: true,
    watch: () => trainerSays('stepsCompleted', midway),
  },
  {
    name: 'checkpoint write',
    part: 'run',
    isAfterFirstSave: true,
    approach: {
      watch: trainerSays('stepsCompleted', midway),
      act: (page) => page.getByRole('button', { name: 'Save checkpoint' }).click(),
    },
    // The trainer makes it, the page writes it.
    watch: ({ strikes }) =>
      strikes === 'everything'
        ? { script: 'page', call: 'put', what: 'checkpoints' }
        : trainerSays('checkpointTaken'),
  },
  { name: 'evaluation', part: 'run', isAfterFirstSave: true, watch: () => trainerSays('evaluationStarted') },
  {
    name: 'export',
    part: 'run',
    isAfterFirstSave: true,
    isLast: true,
    watch: () => trainerSays('filesExported'),
  },
];

/**
 * @param {string} what
 * @param {number} [fromStep]
 * @returns {Omit<Watch, 'name'>}
 */
function trainerSays(what, fromStep) {
  return { script: 'trainer.worker', call: 'post', what, ...(fromStep === undefined ? {} : { fromStep }) };
}

/**
 * @param {Fault} fault
 * @param {Moment} moment
 * @returns {string | null} why the two do not meet; null where they do
 */
export function whyNever({ strikes }, { part }) {
  if (strikes === 'GPU' && part === 'data') return 'no GPU is used before there is a run';
  return null;
}
