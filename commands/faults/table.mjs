import { whyNever } from './moments.mjs';

/** @typedef {import('./cell.mjs').Cell} Cell */
/** @typedef {import('./faults.mjs').Fault} Fault */
/** @typedef {import('./moments.mjs').Moment} Moment */

/**
 * A row a fault, a column a moment; below it what was not survived, and every sentence that appeared.
 * @param {readonly Cell[]} cells
 * @param {readonly Fault[]} faults
 * @param {readonly Moment[]} moments
 * @returns {string} Markdown
 */
export function report(cells, faults, moments) {
  const head = ['Fault', ...moments.map(({ name }) => name)];
  const rows = faults.map((fault) => [
    fault.name,
    ...moments.map((moment) => verdictAt(cells, fault, moment)),
  ]);
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const count = cells.filter(({ verdict }) => verdict === 'survived').length;
  return [
    `${count} of ${cells.length} survived.`,
    table,
    `—: ${reasonsOfNever(faults, moments).join('; ')}. Empty: not tried.`,
    ...section('Not survived', cells.flatMap(notSurvived)),
    ...section('What the person had to do', deedLines(cells)),
    ...section('What the page said', messageLines(cells)),
  ].join('\n\n');
}

/**
 * @param {readonly Cell[]} cells
 * @param {Fault} fault
 * @param {Moment} moment
 */
function verdictAt(cells, fault, moment) {
  if (whyNever(fault, moment) !== null) return '—';
  return cells.find((one) => one.fault === fault.name && one.moment === moment.name)?.verdict ?? '';
}

/**
 * @param {readonly Fault[]} faults
 * @param {readonly Moment[]} moments
 */
function reasonsOfNever(faults, moments) {
  const reasons = faults.flatMap((fault) => moments.map((moment) => whyNever(fault, moment)));
  return [...new Set(reasons.filter((reason) => reason !== null))];
}

/** @param {Cell} cell */
function notSurvived({ fault, moment, verdict, reasons }) {
  return verdict === 'survived' ? [] : [`${fault}, ${moment}: ${verdict}, ${reasons.join('; ')}`];
}

/** @param {readonly Cell[]} cells */
function deedLines(cells) {
  return grouped(cells.map((cell) => [cell.deeds.join(', '), cell]));
}

/** @param {readonly Cell[]} cells */
function messageLines(cells) {
  return grouped(
    cells.flatMap((cell) => cell.messages.map((message) => /** @type {const} */ ([message, cell]))),
  );
}

/**
 * Each text once, with the cells that it belongs to.
 * @param {readonly (readonly [string, Cell])[]} texts
 */
function grouped(texts) {
  /** @type {Map<string, string[]>} */
  const cellsOf = new Map();
  for (const [text, { fault, moment }] of texts) {
    cellsOf.set(text, [...(cellsOf.get(text) ?? []), `${fault} at ${moment}`]);
  }
  return [...cellsOf].map(([text, cells]) => `${text} *(${cells.join('; ')})*`);
}

/**
 * @param {string} title
 * @param {readonly string[]} lines
 */
function section(title, lines) {
  return lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${line}`).join('\n')];
}
