import { parameterText } from '../words/numbers.ts';
import { type AxisScale, shareAt } from './axisScale.ts';

/** About `count` round numbers in `[from, to]`: multiples of 1, 2 or 5 times a power of ten. */
export function roundTicks(from: number, to: number, count: number): number[] {
  const rough = (to - from || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  // 24 · 0.1 is a little more than 2.4.
  const exact = (tick: number) => Number(tick.toPrecision(12));
  const ticks: number[] = [];
  for (let index = Math.ceil(exact(from / step)); exact(index * step) <= to; index++)
    ticks.push(exact(index * step));
  return ticks;
}

/** About `count` round values along an axis, whatever its scale. */
export function valueTicks(axis: AxisScale, count: number): number[] {
  const ticks = axis.kind === 'linear' ? [] : decadeTicks(axis, count);
  return ticks.length >= 2 ? ticks : roundTicks(axis.from, axis.to, count);
}

/** The same for steps: there are none between two whole ones. */
export function stepTicks(axis: AxisScale, count: number): number[] {
  return valueTicks(axis, count).filter(Number.isInteger);
}

/** A tick's number: 250, 0.05, 2e−5, 1e30. */
export function axisText(value: number): string {
  const isSmall = value !== 0 && Math.abs(value) < 1e-3;
  const isLarge = Math.abs(value) >= 1e6;
  const text = isSmall || isLarge ? value.toExponential() : parameterText(value);
  return text.replace('e+', 'e').replaceAll('-', '−');
}

/** 0 and powers of ten, then twice and five times them, each only where it has room beside those before it. */
function decadeTicks(axis: AxisScale, count: number): number[] {
  const lowest = axis.kind === 'logarithmic' ? Math.floor(Math.log10(axis.from)) : 0;
  const highest = Math.ceil(Math.log10(axis.to));
  const exponents = Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
  const multiples = [1, 5, 2].flatMap((factor) =>
    exponents.map((exponent) => Number(`${factor}e${exponent}`)),
  );
  const ticks: number[] = [];
  for (const candidate of [0, ...multiples]) {
    const share = shareAt(axis, candidate);
    const isClear = ticks.every((tick) => Math.abs(shareAt(axis, tick) - share) > 0.8 / count);
    if (share >= 0 && share <= 1 && isClear) ticks.push(candidate);
  }
  return ticks.sort((a, b) => a - b);
}
