import type { Control } from './controls.ts';
import type { Draws } from './draws.ts';

/** What people mistype, and texts that are numbers elsewhere. */
const strangeTexts = [
  '',
  'abc',
  '-1',
  '0',
  '1,000',
  '0,5',
  '1e3',
  '  7 ',
  '٣',
  '1.5',
  'NaN',
  'Infinity',
  '9'.repeat(40),
  '0x10',
  '3 000',
];
const words = [
  'a',
  'wider is better?',
  '<b>bold</b>',
  'Ünïcödé 🐸',
  ' ',
  '',
  'x'.repeat(300),
  '"quoted", & more',
];

/** Small numbers, with which a run takes seconds. The last is one of the huge ones. */
const numbers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'Hidden units': ['8', '16', '32', '64', '2048'],
  'Hidden units, second layer': ['8', '16', '2048'],
  'Batch size': ['20', '50', '100', '5000'],
  'Max steps': ['10', '30', '60', '120', '250', '5000'],
  Trials: ['2', '3', '4', '40'],
  'Steps per trial': ['5', '10', '20', '500'],
  'Seconds per trial': ['1', '2', '60'],
};
const otherNumbers = ['0.001', '0.01', '0.1', '0.5', '0.9', '1', '2', '5', '10', '1000'] as const;
const hugeShare = 0.05;
const strangeShare = 0.3;

/** What is typed into a field. */
export function typedText({ role, name, place }: Control, draws: Draws): string {
  const isNumber = role === 'spinbutton' || place === 'search';
  if (!isNumber) return draws.pick(words);
  if (draws.isLucky(strangeShare)) return draws.pick(strangeTexts);
  const known = numbers[name] ?? otherNumbers;
  const huge = known.at(-1) ?? '1';
  return draws.isLucky(hugeShare) ? huge : draws.pick(known.slice(0, -1));
}

/** The share of choices of a network or a preset that takes minutes. */
const heavyShare = 0.1;
const heavy = /convolution|record|Part 3|Past|%/i;

/** One of a list of choices. */
export function chosenOption({ name, options }: Control, draws: Draws): string {
  const light = options.filter((option) => !heavy.test(option));
  const takesMinutes = name === 'Network' || name === 'Preset';
  const isLight = takesMinutes && light.length > 0 && !draws.isLucky(heavyShare);
  return draws.pick(isLight ? light : options);
}

/** Links as people pass them on, whole, wrong and mangled. */
export const links = [
  './',
  './?hidden_units=16&max_steps=40&batch_size=50',
  './?network=softmax&max_steps=30&batch_size=20',
  './?learning_rate=fast',
  './?network=none&max_steps=',
  './?%E0%A4%A=1#export',
  './#runs',
];
