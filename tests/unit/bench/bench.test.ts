import { describe, expect, it } from 'vitest';
import { interleaved } from '../../../bench/contenders/contender.mjs';
import { reachable } from '../../../bench/measurements/sizes.mjs';
import { optionsFrom } from '../../../bench/options.mjs';
import { markdownReport } from '../../../bench/report.mjs';
import { largestDeviation, median, relativeLine } from '../../../bench/statistics.mjs';
import { isMet, ratioOf, targetsFor } from '../../../bench/targets.mjs';

describe('the options of npm run bench', () => {
  it('are every measurement where nothing is said', () => {
    expect(optionsFrom([])).toEqual({
      only: [
        'sizes',
        'load',
        'steps',
        'phases',
        'evaluation',
        'experiment',
        'views',
        'strip',
        'lists',
        'scaling',
        'convolution',
      ],
      isQuick: false,
      isLong: false,
    });
  });

  it('choose measurements, and how thorough they are', () => {
    expect(optionsFrom(['--only', 'steps', '--only', 'load', '--quick'])).toEqual({
      only: ['steps', 'load'],
      isQuick: true,
      isLong: false,
    });
  });

  it.each([
    [['--only', 'speed'], /--only speed: it must be one of sizes, load, steps/],
    [['--quick', '--long'], /--quick and --long exclude each other/],
    [['--fast'], /--help lists the options/],
  ])('%j is refused with a sentence', (args, sentence) => {
    expect(() => optionsFrom(args)).toThrow(sentence);
  });
});

describe('statistics', () => {
  it('a median is the middle value, or the mean of the two in the middle', () => {
    expect(median([30, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 30])).toBe(3);
    expect(() => median([])).toThrow(RangeError);
  });

  it('a line through points on a line is that line, and nothing deviates from it', () => {
    const points = [1, 10, 100].map((x) => [x, 3 + 2 * x] as const);
    const { offset, slope } = relativeLine(points);
    expect(offset).toBeCloseTo(3, 9);
    expect(slope).toBeCloseTo(2, 9);
    expect(largestDeviation(points)).toBeCloseTo(0, 9);
  });

  it('a point off the line counts as a share of itself', () => {
    const points = [
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 60],
    ] as const;
    expect(largestDeviation(points)).toBeGreaterThan(0.15);
  });
});

describe('contenders', () => {
  const contender = (id: string, turns: string[]) => ({
    id,
    title: id,
    start: async () => ({
      id,
      title: id,
      slice: async () => {
        turns.push(id);
        return { steps: 2, ms: 10 };
      },
      end: () => {
        turns.push(`end ${id}`);
      },
    }),
  });

  it('warm up, take turns forwards and backwards, and end', async () => {
    const turns: string[] = [];
    const timings = await interleaved([contender('a', turns), contender('b', turns)], 2, () => {});
    expect(turns).toEqual(['a', 'b', 'a', 'b', 'b', 'a', 'end a', 'end b']);
    expect(timings).toEqual([
      { id: 'a', title: 'a', msPerStep: [5, 5] },
      { id: 'b', title: 'b', msPerStep: [5, 5] },
    ]);
  });

  it('classify after each slice, where they do', async () => {
    const durations = [99, 70, 80];
    const classifying = {
      id: 'c',
      title: 'c',
      start: async () => ({
        id: 'c',
        title: 'c',
        slice: async () => ({ steps: 0.5, ms: 10 }),
        classify: async () => durations.shift() ?? 0,
        end: () => {},
      }),
    };
    const timings = await interleaved([classifying], 2, () => {});
    expect(timings).toEqual([{ id: 'c', title: 'c', msPerStep: [20, 20], msPerThousand: [70, 80] }]);
  });

  it('that cannot start are left out with the reason', async () => {
    const absent = { id: 'b', title: 'b', start: () => Promise.reject(new Error('no python3\nat …')) };
    const timings = await interleaved([contender('a', []), absent], 1, () => {});
    expect(timings[1]).toEqual({ id: 'b', title: 'b', skipped: 'no python3' });
  });
});

const timings = [
  { id: 'app', title: 'App', msPerStep: [10, 20, 10] },
  { id: 'bare', title: 'Bare loop', msPerStep: [10, 16, 20] },
  { id: 'torch-1', title: 'PyTorch', skipped: 'no python3' },
];

describe('ratios', () => {
  it('are taken round by round: what slows one round slows both sides of it', () => {
    expect(ratioOf(timings, 'app', 'bare')).toBe(1);
  });

  it('are unknown where one side was left out or nothing was measured', () => {
    expect(ratioOf(timings, 'app', 'torch-1')).toBeNull();
    expect(ratioOf(undefined, 'app', 'bare')).toBeNull();
  });
});

describe('targets', () => {
  const target = { name: '', unit: 's', limit: 2 };

  it.each([
    ['max', 2, true],
    ['max', 2.1, false],
    ['min', 2, true],
    ['min', 1.9, false],
    ['max', null, null],
  ] as const)('at %s 2: %s is %s', (bound, value, met) => {
    expect(isMet({ ...target, bound, value })).toBe(met);
  });

  it('hold the whole experiment to its time only where it was whole', () => {
    const memory = { step: 100, tensors: 4, pageHeap: 1e7, workerHeaps: 1e6, gpuProcess: null };
    const run = {
      backend: 'WASM' as const,
      run: 1,
      totalSeconds: 50,
      testAccuracy: 0.46,
      mainThread: { longestMs: 80, longestWithoutChartsMs: 0, blockedShare: 0.01 },
      memory: [memory, { ...memory, tensors: 5, pageHeap: 1.11e7 }] as const,
    };
    const targetValue = (steps: number, name: string) =>
      targetsFor({ failed: [], experiment: [{ ...run, steps }] }).find((found) => found.name === name)?.value;
    expect(targetValue(400, 'The article’s whole experiment')).toBeNull();
    expect(targetValue(2000, 'The article’s whole experiment')).toBe(50);
    expect(targetValue(2000, 'Tensors added while training')).toBe(1);
    expect(targetValue(2000, 'JS heap’s growth while training')).toBeCloseTo(10, 9);
    expect(targetValue(2000, 'JS heap’s growth in a later run of the page')).toBeNull();
  });
});

it('the first screen needs what it imports statically, however far, and nothing that comes later', () => {
  const scripts = new Map([
    ['index.js', 'import{a as b}from"./runtime.js";import("./charts.js")'],
    ['runtime.js', 'import"./base.js"'],
    ['base.js', ''],
    ['charts.js', ''],
  ]);
  expect([...reachable(scripts, ['index.js'])].sort()).toEqual(['base.js', 'index.js', 'runtime.js']);
});

describe('the report', () => {
  const machine = {
    date: '2026-11-24',
    processor: 'A processor',
    cores: 2,
    memoryGb: 16,
    system: 'Linux x64',
    browser: 'Chromium 1',
    backend: '',
  };
  const report = markdownReport(
    {
      failed: [{ name: 'load', reason: 'The page did not open.' }],
      steps: { wasm: timings, webgl: [] },
    },
    machine,
  );

  it('names the machine and what could not be measured', () => {
    expect(report).toContain('2026-11-24: A processor, 2 cores, 16 GB, Linux x64, Chromium 1.');
    expect(report).toContain('Not measured: load. The page did not open.');
  });

  it('says of each target whether it is met, missed or not measured', () => {
    expect(report).toContain('| App step / bare loop on WASM | ≤ 1.05 times | 1 times | met |');
    expect(report).toContain('| App step / PyTorch on one core | ≤ 4 times |  | not measured |');
  });

  it('has a row for each contender, also for one that was left out', () => {
    expect(report).toContain('| Bare loop | 16 ms | 1 | 10 to 20 ms |');
    expect(report).toContain('| PyTorch | left out |  | no python3 |');
  });

  it('is silent on what was not asked for', () => {
    expect(report).not.toContain('## Load');
  });
});
