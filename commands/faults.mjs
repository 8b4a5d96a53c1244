// npm run faults: every fault at every moment, what is left afterwards, and what the page says about it.
// --only "tab killed,mid-epoch" tries a part; --ten one run with ten faults.
import './stopUnderOldNode.mjs';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fillCell } from './faults/cell.mjs';
import { faults } from './faults/faults.mjs';
import { groundFor, prepareProfile } from './faults/ground.mjs';
import { startHost } from './faults/host.mjs';
import { moments, whyNever } from './faults/moments.mjs';
import { report } from './faults/table.mjs';
import { endureTen } from './faults/tenFaults.mjs';
import { startVisit } from './faults/visit.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { projectRoot } from './runCommand.mjs';
import { say } from './say.mjs';
import { servePage } from './servePage.mjs';

/** @typedef {import('./faults/cell.mjs').Cell} Cell */
/** @typedef {import('./faults/cell.mjs').Ground} Ground */
/** @typedef {import('./faults/faults.mjs').Fault} Fault */
/** @typedef {import('./faults/faults.mjs').Surroundings} Surroundings */
/** @typedef {import('./faults/person.mjs').Wish} Wish */

const folder = join(projectRoot, 'fault-results');
const cellsFile = join(folder, 'matrix.json');
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    ten: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});

/** Fifteen seconds of the trainer's clock, which is when it autosaves, come to a few steps of these runs. */
const clockRate = 300;
/** @type {Wish} */
const onlyData = { backend: 'WASM', seed: 7, steps: 0 };
/** @type {Wish} */
const onWasm = { backend: 'WASM', seed: 7, steps: 48 };
/** @type {Wish} */
const longOnWasm = { backend: 'WASM', seed: 7, steps: 330 };
/** @type {Wish} */
const onWebGl = { backend: 'WebGL', seed: 7, steps: 30 };

async function run() {
  const ready = await prepareBrowser();
  if ('reason' in ready) return fail(ready.reason);
  const served = await servePage();
  const host = await startHost(served.url, { clockRate });
  const profile = mkdtempSync(join(tmpdir(), 'faults-'));
  const visit = await startVisit({ executable: ready.executable, folder: profile, url: host.url });
  try {
    await prepareProfile({ visit, host });
    if (values.ten) await tryTen({ visit, host });
    else await fillMatrix({ visit, host });
  } finally {
    await visit.end();
    host.end();
    served.end();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** @param {Surroundings} surroundings */
async function fillMatrix(surroundings) {
  const chosenMoments = chosenOf(moments);
  /** @type {Map<Wish, Ground>} */
  const grounds = new Map();
  for (const fault of chosenOf(faults)) {
    for (const moment of chosenMoments.filter((one) => whyNever(fault, one) === null)) {
      const wish = moment.part === 'data' ? onlyData : fault.strikes === 'GPU' ? onWebGl : onWasm;
      const ground = grounds.get(wish) ?? (await groundFor(surroundings, wish));
      grounds.set(wish, ground);
      const cell = await fillCell(surroundings, ground, fault, moment);
      const why = cell.reasons.length > 0 ? `: ${cell.reasons.join('; ')}` : '';
      say(`${fault.name}, ${moment.name}: ${cell.verdict}${why} (${cell.seconds.toFixed(1)} s)`);
      keep(cell);
    }
  }
  const cells = keptCells();
  const text = report(cells, faults, moments);
  writeFileSync(join(folder, 'matrix.md'), `${text}\n`);
  say(`\n${text}`);
  if (cells.some(({ verdict }) => verdict !== 'survived')) process.exitCode = 1;
}

/** @param {Surroundings} surroundings */
async function tryTen(surroundings) {
  const ground = await groundFor(surroundings, longOnWasm);
  const { report: text, isSame } = await endureTen(surroundings, ground, Number(values.seed));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ten.md'), `${text}\n`);
  say(text);
  if (!isSame) process.exitCode = 1;
}

/** Those of this run, and of the runs before it those that were not tried again. */
function keptCells() {
  if (!existsSync(cellsFile)) return [];
  /** @type {Cell[]} */
  const cells = JSON.parse(readFileSync(cellsFile, 'utf8'));
  return cells;
}

/** @param {Cell} cell */
function keep(cell) {
  const others = keptCells().filter(({ fault, moment }) => fault !== cell.fault || moment !== cell.moment);
  mkdirSync(folder, { recursive: true });
  writeFileSync(cellsFile, JSON.stringify([...others, cell], null, 2));
}

/**
 * `--only "tab killed,GPU lost,mid-epoch"`: these faults, or all where none is named, at these moments, or all.
 * @template {{ readonly name: string }} Named
 * @param {readonly Named[]} all
 */
function chosenOf(all) {
  const wanted = values.only.split(',').map((name) => name.trim());
  const named = all.filter(({ name }) => wanted.includes(name));
  return named.length > 0 ? named : all;
}

/** @param {string} reason */
function fail(reason) {
  say(reason);
  process.exitCode = 1;
}

await run();
