import { layerOperations, stepOperations } from './convolutionWork.mjs';
import { rounded, table } from './markdownTable.mjs';
import { median } from './statistics.mjs';
import { ratioOf } from './targets.mjs';

/** @typedef {import('./measurements/convolutionLayers.mjs').LayerCost} LayerCost */
/** @typedef {import('./measurements/convolutionNetworks.mjs').NetworkTimings} NetworkTimings */

const directions = { forward: 'forward', byInputs: 'by inputs', byFilters: 'by filters' };

/** @param {readonly LayerCost[]} costs */
export function layersTable(costs) {
  const rows = costs.map((cost) => {
    const { channels, filters, side, isPooled, batchSize } = cost.layer;
    const cell = (/** @type {number | null} */ ms) =>
      ms === null ? '' : `${rounded(ms)} ms, ${rounded(layerOperations(cost.layer) / ms / 1e6)}`;
    return [
      `${channels} → ${filters}, ${side} × ${side}${isPooled ? ', pooled' : ''}, ${batchSize} images`,
      directions[cost.direction],
      cell(cost.ms.wasm1),
      cell(cost.ms.wasm2),
      cell(cost.ms.webgl),
    ];
  });
  const note =
    'Milliseconds, and billions of operations a second: two for each multiplication of the plain sums at every place, also where pooling leaves some out or a transformation needs fewer. WebGL computes a part of the images, and its times are scaled.';
  return `${table(['Layer', 'Direction', 'WASM, one thread', 'WASM, two threads', 'WebGL'], rows)}\n\n${note}`;
}

/** @param {NetworkTimings} measured */
export function networkTable({ timings, batchSize, multiplyAdds }) {
  const operations = stepOperations({ batchSize, multiplyAdds });
  const rows = timings.map((timing) => {
    if ('skipped' in timing) return [timing.title, 'left out', '', '', timing.skipped, ''];
    const ms = median(timing.msPerStep);
    const ratio = ratioOf(timings, timing.id, 'wasm2');
    const thousand = timing.msPerThousand ? `${rounded(median(timing.msPerThousand))} ms` : '';
    return [
      timing.title,
      `${rounded(ms)} ms`,
      rounded(operations / ms / 1e6),
      ratio === null ? '' : rounded(ratio),
      `${rounded(Math.min(...timing.msPerStep))} to ${rounded(Math.max(...timing.msPerStep))} ms`,
      thousand,
    ];
  });
  const head = ['', 'Step', 'GFLOP/s', 'Times this page', 'Range', '1,000 images classified'];
  const note = `An image has ${rounded(multiplyAdds / 1e6)} million multiplications; a step nominally has six operations for each of them.`;
  return `${table(head, rows)}\n\n${note}`;
}
