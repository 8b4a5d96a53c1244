import { presetTitles } from './options.mjs';

/** @typedef {import('./readLog.mjs').LoggedRun & { preset: import('./options.mjs').PresetName, seed: number, steps: number }} Run */
/** @typedef {import('./machine.mjs').Machine} Machine */
/** @typedef {typeof import('../../src/configuration/articleResults.json')} ArticleResults */

/**
 * @param {readonly Run[]} runs
 * @param {Machine} machine
 * @param {ArticleResults} article
 */
export function markdownReport(runs, machine, article) {
  const presets = [...new Set(runs.map(({ preset }) => preset))];
  return [
    `${machine.date}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, ${machine.browser}. ${machine.backend}`,
    summaryTable(runs, presets, article),
    ...presets.filter(isArticles).map((preset) =>
      stepsTable(
        runs.filter((run) => run.preset === preset),
        preset,
        article,
      ),
    ),
  ].join('\n\n');
}

/**
 * Whether the preset is the article's, and its training accuracies are tabulated.
 * @param {Run['preset']} preset
 */
function isArticles(preset) {
  return preset === 'part-1' || preset === 'part-2';
}

/**
 * @param {readonly Run[]} runs
 * @param {readonly Run['preset'][]} presets
 * @param {ArticleResults} article
 */
function summaryTable(runs, presets, article) {
  const rows = presets.flatMap((preset) => {
    const own = runs.filter((run) => run.preset === preset);
    const mean = {
      accuracy: meanOf(own.map(({ testAccuracy }) => testAccuracy)),
      seconds: meanOf(own.map(({ totalSeconds }) => totalSeconds)),
    };
    return [
      ...own.map(({ seed, steps, validationAccuracy, testAccuracy, totalSeconds }) => [
        presetTitles[preset],
        String(seed),
        String(steps),
        validationAccuracy?.toFixed(4) ?? '',
        testAccuracy.toFixed(4),
        `${totalSeconds.toFixed(2)} s`,
      ]),
      [presetTitles[preset], 'mean', '', '', mean.accuracy.toFixed(4), `${mean.seconds.toFixed(2)} s`],
      ...publishedRows(preset, article),
    ];
  });
  return table(['Preset', 'Seed', 'Steps', 'Validation accuracy', 'Test accuracy', 'Total time'], rows);
}

/**
 * @param {Run['preset']} preset
 * @param {ArticleResults} article
 */
function publishedRows(preset, { part1, part2 }) {
  const title = presetTitles[preset];
  if (preset === 'part-2') {
    const { steps, testAccuracy, totalSeconds } = part2;
    return [[title, 'the article', String(steps), '', String(testAccuracy), `${totalSeconds} s`]];
  }
  if (preset !== 'part-1') return [];
  const accuracy = `${part1.testAccuracyFrom.toFixed(2)} to ${part1.testAccuracyTo.toFixed(2)}`;
  return [[title, 'the article', String(part1.steps), '', accuracy, '']];
}

/**
 * Training accuracy every 100 steps, a column for each seed.
 * @param {readonly Run[]} runs of one preset
 * @param {Run['preset']} preset
 * @param {ArticleResults} article
 */
function stepsTable(runs, preset, { part2 }) {
  const published = new Map(
    preset === 'part-2' ? part2.trainingAccuracy.map(([step, value]) => [step, value]) : [],
  );
  const head = [
    'Step',
    ...runs.map(({ seed }) => `seed ${seed}`),
    ...(published.size > 0 ? ['the article'] : []),
  ];
  const rows = (runs[0]?.trainingAccuracy ?? []).map(([step], index) => [
    String(step),
    ...runs.map(({ trainingAccuracy }) => trainingAccuracy[index]?.[1].toFixed(4) ?? ''),
    ...(published.size > 0 ? [published.get(step)?.toFixed(4) ?? ''] : []),
  ]);
  return `${presetTitles[preset]}, training accuracy:\n\n${table(head, rows)}`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @param {readonly number[]} values */
function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
