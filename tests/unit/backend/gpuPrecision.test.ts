import { describe, expect, it } from 'vitest';
import type { BackendInfo } from '../../../src/backend/backendInfo.ts';
import { candidates } from '../../../src/backend/candidates.ts';
import {
  type FloatFacts,
  type GpuPrecision,
  precisionCases,
  precisionFrom,
} from '../../../src/backend/gpuPrecision.ts';
import { backendText } from '../../../src/ui/train/RunFacts.tsx';

type Case = (typeof precisionCases)[number];

/** What a GPU computes whose numbers have so many bits behind the first, and which may round down. */
function computedWith(bits: number, largest = Number.POSITIVE_INFINITY): number[] {
  const stored = (value: number) => {
    if (value > largest) return Number.POSITIVE_INFINITY;
    const unit = 2 ** (Math.floor(Math.log2(value)) - bits);
    return value === 0 ? 0 : Math.floor(value / unit) * unit;
  };
  return precisionCases.map(({ a, operation, b }: Case) => {
    const [left, right] = [stored(a), stored(b)];
    return stored(operation === '+' ? left + right : operation === '-' ? left - right : left * right);
  });
}

const exact: FloatFacts = { rendersFloats: true, statedBits: 23, computed: computedWith(23) };

describe('the precision of a GPU', () => {
  it.each<[string, Partial<FloatFacts>, GpuPrecision]>([
    ['32-bit floats', {}, 'single'],
    ['32-bit floats, and more bits stated', { statedBits: 52 }, 'single'],
    [
      'results a little off, as GPUs may round',
      { computed: precisionCases.map(({ exact: e }) => e * (1 + 2 ** -22)) },
      'single',
    ],
    ['no texture of 32-bit floats to draw to', { rendersFloats: false }, 'half'],
    ['no highp in fragment shaders', { statedBits: 10 }, 'low'],
    ['nothing stated about highp', { statedBits: 0 }, 'low'],
    ['16-bit arithmetic behind 32-bit textures', { computed: computedWith(10, 65_504) }, 'low'],
    ['24-bit arithmetic', { computed: computedWith(16) }, 'low'],
    ['a range of 16 bits', { computed: computedWith(23, 65_504) }, 'low'],
    ['zeros only', { computed: [0, 0, 0, 0] }, 'low'],
    ['no results', { computed: null }, 'low'],
    ['no numbers', { computed: [Number.NaN, Number.NaN, Number.NaN, Number.NaN] }, 'low'],
  ])('with %s', (_, facts, precision) => {
    expect(precisionFrom({ ...exact, ...facts })).toBe(precision);
  });
});

describe('Auto', () => {
  const gpu = { name: 'Mali-400', isSoftware: false } as const;

  it('is a GPU that computes with 32-bit floats, and WASM beside any other', () => {
    expect(candidates('auto', { ...gpu, precision: 'single' })[0]).toBe('webgl');
    for (const precision of ['half', 'low'] as const) {
      expect(candidates('auto', { ...gpu, precision })).toEqual(['wasm', 'cpu']);
    }
    expect(candidates('auto', { ...gpu, isSoftware: true, precision: 'single' })[0]).toBe('wasm');
    expect(candidates('auto', null)[0]).toBe('wasm');
  });

  it('leaves everybody the choice, and the page says what follows from it', () => {
    expect(candidates('webgl', { ...gpu, precision: 'half' })).toEqual(['webgl']);
    const info = { renderer: 'Mali-400', isSoftware: false, threads: 1 };
    const text = (name: BackendInfo['name'], precision: GpuPrecision) =>
      backendText({ ...info, name, precision });
    expect(text('webgl', 'half')).toContain('supports only 16-bit floats: results are less precise');
    expect(text('webgl', 'low')).toContain('computes less precisely');
    expect(text('webgl', 'single')).toBe('Backend: WebGL on Mali-400.');
    expect(text('wasm', 'half')).toContain('(Mali-400) is not used: it supports only 16-bit floats');
    expect(text('wasm', 'low')).toContain('(Mali-400) is not used: it computes less precisely');
    expect(text('wasm', 'single')).toContain('(Mali-400) is not used.');
  });
});
