/**
 * The results of a run in the page's training log.
 * @typedef {object} LoggedRun
 * @property {[step: number, accuracy: number][]} trainingAccuracy
 * @property {number | null} validationAccuracy the last one; null where there is no validation split
 * @property {number} testAccuracy
 * @property {number} totalSeconds
 */

/**
 * @param {string} log
 * @returns {LoggedRun}
 * @throws Error where the log is not from a finished run
 */
export function readLog(log) {
  const points = [...log.matchAll(/^Step (\d+), training accuracy ([\d.]+)$/gm)];
  return {
    trainingAccuracy: points.map(([, step, accuracy]) => [Number(step), Number(accuracy)]),
    validationAccuracy: lastValidation(log),
    testAccuracy: numberIn(log, /^Test accuracy ([\d.]+)$/m),
    totalSeconds: numberIn(log, /^Total time: ([\d.]+)s$/m),
  };
}

/** @param {string} log */
function lastValidation(log) {
  const last = [...log.matchAll(/^Step \d+, validation accuracy ([\d.]+)$/gm)].at(-1);
  return last ? Number(last[1]) : null;
}

/**
 * @param {string} log
 * @param {RegExp} pattern
 */
function numberIn(log, pattern) {
  const found = pattern.exec(log);
  if (!found) throw new Error(`the training log has no line like ${pattern.source}:\n${log}`);
  return Number(found[1]);
}
