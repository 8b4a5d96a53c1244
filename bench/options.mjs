import { parseArgs } from 'node:util';

/** What `--only` takes, and what each measures. */
export const measurements = {
  sizes: 'what the built page weighs',
  load: 'first and returning visit, download, import',
  steps: 'time per step beside the rivals',
  phases: 'where a step of the bare loop spends its time',
  evaluation: '10,000 test images',
  experiment: 'the article’s whole run, the main thread and memory while it lasts',
  views: 'time per step with every view of Inspect open, and closed',
  strip: 'time per step while the page shows what the network sees, and without that',
  lists: 'the page with 300 runs and 500 checkpoints, and with few',
  scaling: 'time per step against hidden units and batch size',
  convolution: 'convolutions, and steps of convolutional networks beside the rivals',
};

/** @typedef {keyof typeof measurements} MeasurementName */
/** @typedef {{ only: MeasurementName[], isQuick: boolean, isLong: boolean }} Options */

const names = /** @type {MeasurementName[]} */ (Object.keys(measurements));

export const usage = `npm run bench -- [options]

Measures the page and its rivals side by side, in a browser without a window, and says which targets are met.

  --only NAME   one measurement; may be given more than once (all)
${names.map((name) => `                  ${name.padEnd(12)}${measurements[name]}`).join('\n')}
  --quick       fewer rounds and steps, for a first look
  --long        a run of 20,000 steps as well, and 2,000 on WebGL, to see memory stay flat
  --help        this text`;

/**
 * @param {readonly string[]} args
 * @returns {Options | 'help'}
 * @throws RangeError with a sentence for the user
 */
export function optionsFrom(args) {
  const values = parsed(args);
  if (values.help) return 'help';
  if (values.quick && values.long) throw new RangeError('--quick and --long exclude each other.');
  return { only: (values.only ?? names).map(known), isQuick: values.quick, isLong: values.long };
}

/** @param {readonly string[]} args */
function parsed(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        quick: { type: 'boolean', default: false },
        long: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new RangeError(`${error instanceof Error ? error.message : error} (--help lists the options)`);
  }
}

/**
 * @param {string} name
 * @returns {MeasurementName}
 */
function known(name) {
  const found = names.find((candidate) => candidate === name);
  if (found === undefined) throw new RangeError(`--only ${name}: it must be one of ${names.join(', ')}.`);
  return found;
}
