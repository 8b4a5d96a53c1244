import { median } from '../../bench/statistics.mjs';
import type { Stretch } from './stretch.ts';

/** A table of all stretches, and how the last differ from the first, as Markdown. */
export function report(stretches: readonly Stretch[]): string {
  const rows = stretches.map((stretch) => [
    stretch.step.toLocaleString('en-US'),
    stretch.after,
    stretch.msPerStep.toFixed(1),
    stretch.tensors,
    megabytes(stretch.pageHeap),
    megabytes(stretch.workerHeaps),
    megabytes(stretch.checkpointBytes),
    megabytes(stretch.otherBytes),
  ]);
  return [
    '| Step | After | ms per step | Tensors | Page heap, MB | Worker heaps, MB | Checkpoints stored, MB | Stored beside them, MB |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    `\n${drift(stretches)}\n`,
  ].join('\n');
}

function drift(stretches: readonly Stretch[]): string {
  const fifth = Math.max(1, Math.floor(stretches.length / 5));
  const change = (of: (stretch: Stretch) => number) => {
    const early = median(stretches.slice(0, fifth).map(of));
    const late = median(stretches.slice(-fifth).map(of));
    return `${(100 * (late / (early || 1) - 1)).toFixed(1)} %`;
  };
  return `The last fifth against the first, medians: ms per step ${change((s) => s.msPerStep)}, page heap ${change((s) => s.pageHeap)}, worker heaps ${change((s) => s.workerHeaps)}, stored beside the checkpoints ${change((s) => s.otherBytes)}.`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
