import { layersTable, networkTable } from './convolutionReport.mjs';
import { rounded, table } from './markdownTable.mjs';
import { median } from './statistics.mjs';
import { isMet, ratioOf, stripRatio, targetsFor } from './targets.mjs';

/** @typedef {import('./results.mjs').Results} Results */
/** @typedef {import('./results.mjs').Timing} Timing */
/** @typedef {import('../commands/reproduction/machine.mjs').Machine} Machine */

/**
 * @param {Results} results
 * @param {Machine} machine
 * @returns {string} Markdown
 */
export function markdownReport(results, machine) {
  const { steps, phases, evaluation, load, sizes, experiment, strip, lists, scaling, convolution } = results;
  return [
    `${machine.date}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, ${machine.browser}. ${machine.backend}`,
    ...results.failed.map(({ name, reason }) => `Not measured: ${name}. ${reason}`),
    section('Targets', targetsTable(results)),
    steps && section('Time per step, on the CPU', timingsTable(steps.wasm)),
    steps && section('Time per step, on WebGL', timingsTable(steps.webgl)),
    phases && section('Phases of the bare loop’s step (ms)', phasesTable(phases)),
    evaluation && section('Evaluation of 10,000 images', evaluationTable(evaluation)),
    load && section('Load', loadTable(load)),
    sizes && section('Sizes', sizesTable(sizes)),
    experiment && section('Runs through the page', experimentTable(experiment)),
    strip && section('What the network sees, on WASM', stripTable(strip)),
    lists && section('Long lists', listsTable(lists)),
    scaling && section('Time per step against hidden units and batch size, WASM', scalingTable(scaling)),
    convolution && section('Convolutions of this page', layersTable(convolution.layers)),
    ...(convolution?.networks ?? []).map((network) => section(network.title, networkTable(network))),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

/**
 * @param {string} title
 * @param {string} content
 */
function section(title, content) {
  return `## ${title}\n\n${content}`;
}

/** @param {Results} results */
function targetsTable(results) {
  const words = { true: 'met', false: 'missed', null: 'not measured' };
  return table(
    ['Target', 'Limit', 'Measured', ''],
    targetsFor(results).map((target) => [
      target.name,
      `${target.bound === 'max' ? '≤' : '≥'} ${target.limit} ${target.unit}`,
      target.value === null ? '' : `${rounded(target.value)} ${target.unit}`,
      words[`${isMet(target)}`],
    ]),
  );
}

/** @param {readonly Timing[]} timings */
function timingsTable(timings) {
  const rows = timings.map((timing) => {
    if ('skipped' in timing) return [timing.title, 'left out', '', timing.skipped];
    const ratio = ratioOf(timings, timing.id, 'app');
    const [lowest, highest] = [Math.min(...timing.msPerStep), Math.max(...timing.msPerStep)];
    return [
      timing.title,
      `${rounded(median(timing.msPerStep))} ms`,
      ratio === null ? '' : rounded(ratio),
      `${rounded(lowest)} to ${rounded(highest)} ms`,
    ];
  });
  return table(['', 'Median', 'Times the app', 'Range'], rows);
}

/** @param {NonNullable<Results['phases']>} phases */
function phasesTable({ wasm, webgl }) {
  const names = /** @type {(keyof typeof wasm)[]} */ (Object.keys(wasm));
  const rows = names.map((name) => [name, rounded(wasm[name]), rounded(webgl[name])]);
  const note = 'WebGL uploads a tensor when it is first used: its upload is part of its forward pass.';
  return `${table(['Phase', 'WASM', 'WebGL'], rows)}\n\n${note}`;
}

/** @param {NonNullable<Results['evaluation']>} rows */
function evaluationTable(rows) {
  return table(
    ['Backend', 'App', 'Bare loop'],
    rows.map(({ backend, app, bare }) => [backend, `${rounded(app)} ms`, `${rounded(bare)} ms`]),
  );
}

/** @param {NonNullable<Results['load']>} load */
function loadTable(load) {
  const shift = `Layout shift of a first visit ${load.layoutShift.toFixed(3)}, tasks beyond 50 ms together ${rounded(load.blockedMs)} ms.`;
  const times = table(
    ['', 's', 'MB/s'],
    [
      ['First visit to first paint', rounded(load.firstPaintSeconds), ''],
      ['First visit until Download can be pressed', rounded(load.firstButtonSeconds), ''],
      [
        'Click on Download to ready',
        rounded(load.toReadySeconds),
        rounded(load.downloadMb / load.toReadySeconds),
      ],
      [
        'The same files inflated in Node',
        rounded(load.inNodeSeconds),
        rounded(load.downloadMb / load.inNodeSeconds),
      ],
      [
        'Import of the official .bin files',
        rounded(load.importSeconds),
        rounded(load.importMb / load.importSeconds),
      ],
      ['Returning visit to ready', rounded(load.returningSeconds), ''],
    ],
  );
  return `${times}\n\n${shift}`;
}

/** @param {NonNullable<Results['sizes']>} sizes */
function sizesTable(sizes) {
  return table(
    ['Part', 'kB', 'kB gzip'],
    sizes.map(({ part, bytes, gzipBytes }) => [part, rounded(bytes / 1000), rounded(gzipBytes / 1000)]),
  );
}

/** @param {NonNullable<Results['strip']>} costs */
function stripTable(costs) {
  return table(
    ['Network', 'ms per step, shown', 'not shown', 'Ratio', 'Longest task, shown', 'not shown'],
    costs.map((cost) => [
      cost.title,
      `${rounded(median(cost.shownMsPerStep))} ms`,
      `${rounded(median(cost.hiddenMsPerStep))} ms`,
      stripRatio(cost).toFixed(3),
      `${rounded(cost.longestShownTaskMs)} ms`,
      `${rounded(cost.longestHiddenTaskMs)} ms`,
    ]),
  );
}

/** @param {NonNullable<Results['lists']>} lists */
function listsTable(lists) {
  /** @param {import('./measurements/lists.mjs').Wait} wait */
  const wait = ({ ms, longestTaskMs }) => `${rounded(ms)} ms (${rounded(longestTaskMs)} ms)`;
  return table(
    ['Runs', 'Checkpoints', 'Opening', 'Restore', 'Save checkpoint', 'ms per step (longest task)'],
    lists.map(({ runs, checkpoints, open, restore, save, msPerStep, longestTrainingTaskMs }) => [
      String(runs),
      String(checkpoints),
      wait(open),
      wait(restore),
      wait(save),
      `${rounded(msPerStep)} ms (${rounded(longestTrainingTaskMs)} ms)`,
    ]),
  );
}

/** @param {NonNullable<Results['experiment']>} runs */
function experimentTable(runs) {
  const timeRows = runs.map(({ backend, run, steps, totalSeconds, testAccuracy, mainThread }) => [
    backend,
    String(run),
    String(steps),
    `${totalSeconds.toFixed(1)} s`,
    testAccuracy.toFixed(4),
    `${rounded(mainThread.longestMs)} ms`,
    `${rounded(mainThread.longestWithoutChartsMs)} ms`,
    `${rounded(100 * mainThread.blockedShare)} %`,
  ]);
  const memoryRows = runs.flatMap(({ backend, run, memory }) =>
    memory.map(({ step, tensors, pageHeap, workerHeaps, gpuProcess }) => [
      backend,
      String(run),
      String(step),
      String(tensors),
      megabytes(pageHeap),
      megabytes(workerHeaps),
      gpuProcess === null ? '' : megabytes(gpuProcess),
    ]),
  );
  const timeHead = [
    'Backend',
    'Run',
    'Steps',
    'Total time',
    'Test accuracy',
    'Longest task',
    'Longest but charts',
    'Blocked',
  ];
  const memoryHead = ['Backend', 'Run', 'Step', 'Tensors', 'Page heap', 'Worker heaps', 'GPU process'];
  return `${table(timeHead, timeRows)}\n\n${table(memoryHead, memoryRows)}`;
}

/** @param {NonNullable<Results['scaling']>} costs */
function scalingTable(costs) {
  return table(
    ['Hidden units', 'Batch size', 'ms per step', 'ns per hidden unit and picture'],
    costs.map(({ hiddenUnits, batchSize, msPerStep }) => [
      String(hiddenUnits),
      String(batchSize),
      rounded(msPerStep),
      rounded((1e6 * msPerStep) / (hiddenUnits * batchSize)),
    ]),
  );
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${rounded(bytes / 1e6)} MB`;
}
