import { median } from '../../bench/statistics.mjs';

/** @typedef {import('./stretch.mjs').Stretch} Stretch */

/**
 * @param {readonly Stretch[]} stretches
 * @returns {string} Markdown
 */
export function markdownTable(stretches) {
  const rows = stretches.map((stretch) =>
    [
      stretch.step.toLocaleString('en-US'),
      stretch.after ?? 'the start',
      stretch.msPerStep.toFixed(1),
      stretch.tensors,
      megabytes(stretch.pageHeap),
      megabytes(stretch.workerHeaps),
      megabytes(stretch.checkpointBytes),
      megabytes(besideCheckpoints(stretch)),
    ].join(' | '),
  );
  return [
    '| Step | After | ms per step | Tensors | Page heap, MB | Worker heaps, MB | Checkpoints stored, MB | Stored beside them, MB |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

/**
 * The last fifth of the run against the first.
 * @param {readonly Stretch[]} stretches
 */
export function drift(stretches) {
  const fifth = Math.max(1, Math.floor(stretches.length / 5));
  const change = (/** @type {(stretch: Stretch) => number} */ of) => {
    const [early, late] = [stretches.slice(0, fifth), stretches.slice(-fifth)].map((part) =>
      median(part.map(of)),
    );
    return `${(100 * ((late ?? 0) / (early || 1) - 1)).toFixed(1)} %`;
  };
  return `The last fifth against the first, medians: ms per step ${change((s) => s.msPerStep)}, page heap ${change((s) => s.pageHeap)}, worker heaps ${change((s) => s.workerHeaps)}, stored beside the checkpoints ${change(besideCheckpoints)}.`;
}

/** @param {Stretch} stretch */
function besideCheckpoints({ storedBytes, checkpointBytes }) {
  return storedBytes - checkpointBytes;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
