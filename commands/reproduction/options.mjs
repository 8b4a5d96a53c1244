import { parseArgs } from 'node:util';

/** What `--preset` takes, and the preset's name in the page. */
export const presetTitles = {
  'part-1': 'Article, Part 1 (softmax)',
  'part-2': 'Article, Part 2 (two-layer network)',
  'past-50': 'Past 50 %',
  'how-far': 'How far can it go',
  'part-3': 'Part 3 (convolutional network)',
  'conv-80': '80 % in minutes',
  'conv-90': '90 %',
};

/**
 * The article's own presets.
 * @type {readonly PresetName[]}
 */
const articlePresets = ['part-1', 'part-2'];

/** What `--backend` takes, and the beginning of the option in the page. */
export const backendLabels = { auto: 'Auto', webgl: 'WebGL', wasm: 'WASM', cpu: 'CPU' };

/** @typedef {keyof typeof presetTitles} PresetName */
/** @typedef {{ presets: PresetName[], seeds: number[], steps: number | null, backend: keyof typeof backendLabels }} Options */

export const usage = `npm run reproduce -- [options]

Trains presets in the real page, in a browser without a window, and sets the figures beside the published ones, where the article
has any.

  --preset NAME    ${Object.keys(presetTitles).join(', ')}; may be given more than once (${articlePresets.join(' and ')})
  --seeds LIST     seeds, separated by commas (1,2,3)
  --steps N        fewer or more steps than the preset's
  --backend NAME   ${Object.keys(backendLabels).join(', ')} (auto)
  --help           this text`;

/**
 * @param {readonly string[]} args
 * @returns {Options | 'help'}
 * @throws RangeError with a sentence for the user
 */
export function optionsFrom(args) {
  const values = parsed(args);
  if (values.help) return 'help';
  return {
    presets: (values.preset ?? articlePresets).map((name) => known(name, presetTitles, '--preset')),
    seeds: values.seeds.split(',').map((text) => wholeNumber(text, '--seeds', 0)),
    steps: values.steps === undefined ? null : wholeNumber(values.steps, '--steps', 1),
    backend: known(values.backend, backendLabels, '--backend'),
  };
}

/** @param {readonly string[]} args */
function parsed(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        preset: { type: 'string', multiple: true },
        seeds: { type: 'string', default: '1,2,3' },
        steps: { type: 'string' },
        backend: { type: 'string', default: 'auto' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new RangeError(`${error instanceof Error ? error.message : error} (--help lists the options)`);
  }
}

/**
 * @template {string} Name
 * @param {string} name
 * @param {Readonly<Record<Name, string>>} table
 * @param {string} option
 * @returns {Name}
 */
function known(name, table, option) {
  const names = /** @type {Name[]} */ (Object.keys(table));
  const found = names.find((candidate) => candidate === name);
  if (found === undefined) throw new RangeError(`${option} ${name}: it must be one of ${names.join(', ')}.`);
  return found;
}

/**
 * @param {string} text
 * @param {string} option
 * @param {number} least
 */
function wholeNumber(text, option, least) {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${option} ${text}: it must be a whole number from ${least}.`);
  }
  return value;
}
