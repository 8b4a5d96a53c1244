import { describe, expect, it } from 'vitest';
import { multiplyAdds } from '../../../bench/contenders/networks.mjs';
import { layersTable, networkTable } from '../../../bench/convolutionReport.mjs';
import { layerOperations, stepOperations } from '../../../bench/convolutionWork.mjs';
import { measuredLayers } from '../../../bench/measurements/convolutionLayers.mjs';
import { layersOf } from '../../../bench/rivals/convolution/networks.ts';
import { targetsFor } from '../../../bench/targets.mjs';

describe('the work of a convolutional network', () => {
  it('is counted from its layers', () => {
    const convolutions = 27 * 16 * 32 ** 2 + 9 * 16 * 32 * 16 ** 2 + 9 * 32 * 64 * 8 ** 2;
    expect(multiplyAdds(layersOf.convolutional ?? [])).toBe(convolutions + 1_024 * 64 + 64 * 10);
  });

  it('includes a frozen first layer, every second pixel', () => {
    const first = 4 * 4 * 3 * 32 * 16 ** 2;
    const blocks = [
      9 * 32 * 32 * (16 ** 2 + 8 ** 2),
      9 * 32 * 64 * 8 ** 2 + 9 * 64 * 64 * 4 ** 2,
      9 * (64 * 128 + 128 * 128) * 4 ** 2,
    ];
    const sum = blocks.reduce((a, b) => a + b, first + 4 * 4 * 128 * 10);
    expect(multiplyAdds(layersOf['convolutional-record'] ?? [])).toBe(sum);
  });

  it('is six operations in a step for each multiplication, two in one direction of a layer', () => {
    expect(stepOperations({ batchSize: 100, multiplyAdds: 7 })).toBe(4_200);
    const layer = { channels: 2, filters: 3, side: 5, isPooled: false, isRectified: false, batchSize: 10 };
    expect(layerOperations(layer)).toBe(2 * 9 * 2 * 3 * 25 * 10);
  });
});

it('the first measured layers are those of the tutorial’s network', () => {
  const sizes = (layersOf.convolutional ?? []).flatMap(({ kind, input, output }) =>
    kind === 'convolution' ? [{ side: input[0], channels: input[2], filters: output[2] }] : [],
  );
  expect(measuredLayers.slice(0, 3)).toMatchObject(sizes);
});

const record = {
  network: 'convolutional-record',
  title: 'Record network, steps of 400 images',
  batchSize: 400,
  multiplyAdds: 10e6,
  timings: [
    { id: 'wasm2', title: 'This page', msPerStep: [400, 500, 480], msPerThousand: [200, 210, 220] },
    { id: 'wasm2-100', title: 'In parts', msPerStep: [440, 550, 528] },
    { id: 'tfjs-cpu', title: 'tfjs', msPerStep: [40_000, 50_000, 48_000] },
    { id: 'torch-all', title: 'PyTorch', skipped: 'no python3' },
  ],
};

describe('targets of convolutional networks', () => {
  const targets = targetsFor({ failed: [], convolution: { layers: [], networks: [record] } });
  const measured = (name: string) => targets.find((target) => target.name === name)?.value;

  it('count nominal operations a second', () => {
    // 6 · 10 million · 400 operations in 480 ms.
    expect(measured('Record network’s step on WASM')).toBeCloseTo(50, 9);
  });

  it('are ratios of the rounds', () => {
    expect(measured('Record network: faster than tfjs on its CPU backend')).toBe(100);
    expect(measured('Record network: 400 images in steps of 100, off one step of 400')).toBeCloseTo(10, 9);
  });

  it('are unknown where a side is missing', () => {
    expect(measured('Record network’s step / PyTorch on all cores')).toBeNull();
    expect(measured('Tutorial network: as fast as jax-js on WASM')).toBeNull();
  });
});

describe('the report of convolutional networks', () => {
  it('has times, operations and ratios of each contender, also of one that was left out', () => {
    const report = networkTable(record);
    expect(report).toContain('| This page | 480 ms | 50 | 1 | 400 to 500 ms | 210 ms |');
    expect(report).toContain('| In parts | 528 ms | 45.5 | 1.1 | 440 to 550 ms |  |');
    expect(report).toContain('| PyTorch | left out |  |  | no python3 |  |');
  });

  it('has a row for each layer and direction, empty where a backend was left out', () => {
    const layer = { channels: 32, filters: 32, side: 16, isPooled: true, isRectified: false, batchSize: 400 };
    const ms = { wasm1: 20, wasm2: 10, webgl: null };
    // 2 · 9 · 32 · 32 · 256 · 400 operations.
    expect(layersTable([{ layer, direction: 'byFilters', ms }])).toContain(
      '| 32 → 32, 16 × 16, pooled, 400 images | by filters | 20 ms, 94.4 | 10 ms, 189 |  |',
    );
  });
});
