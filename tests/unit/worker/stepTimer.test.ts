import { expect, it } from 'vitest';
import { StepTimer } from '../../../src/worker/training/stepTimer.ts';

function figureOf(...milliseconds: number[]): number | null {
  const timer = new StepTimer();
  for (const time of milliseconds) timer.note(time);
  return timer.msPerStep;
}

it('the first step, with which programs are compiled, is no measure of the others', () => {
  expect(figureOf()).toBeNull();
  expect(figureOf(4_000)).toBeNull();
  expect(figureOf(4_000, 10)).toBe(10);
});

it('steps are timed over the last seconds', () => {
  expect(figureOf(0, 10, 20, 30)).toBe(20);
  const slower = [...Array<number>(1_000).fill(10), ...Array<number>(100).fill(30)];
  expect(figureOf(0, ...slower)).toBe(30);
});

it('a step that takes longer than these is the only one that counts', () => {
  expect(figureOf(0, 10, 5_200)).toBe(5_200);
  expect(figureOf(0, 5_200, 5_400)).toBe(5_400);
});
