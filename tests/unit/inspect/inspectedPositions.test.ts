import { describe, expect, it } from 'vitest';
import type { StoredCheckpoint } from '../../../src/checkpoint/storedCheckpoint.ts';
import { inspectedPositions, positionOf } from '../../../src/ui/inspect/inspectedPositions.ts';
import { checkpointWith, listed } from '../../fixtures/checkpoints.ts';

function stored(step: number, runId = 'run'): StoredCheckpoint {
  return listed({ summary: { ...checkpointWith(2, step).summary, runId } });
}

describe('the checkpoint slider', () => {
  it('goes through the checkpoints of the run that is shown, by step, to its present weights', () => {
    const checkpoints = [stored(2_000), stored(500, 'other'), stored(1_000)];
    const positions = inspectedPositions('run', true, checkpoints, []);
    expect(positions.map(({ step }) => step)).toEqual([1_000, 2_000, null]);
    expect(positionOf(positions, { kind: 'checkpoint', id: 'run-step-2000' })).toBe(1);
    expect(positionOf(positions, { kind: 'presentRun' })).toBe(2);
  });

  it('has no present weights of a run whose record alone is there', () => {
    const positions = inspectedPositions('run', false, [stored(1_000)], []);
    expect(positions.map(({ step }) => step)).toEqual([1_000]);
    expect(positionOf(positions, { kind: 'presentRun' })).toBe(-1);
  });

  it('says how accurate the network was at each step, also where that was measured after the checkpoint', () => {
    const checkpoints = [stored(2_000), stored(1_000)];
    const positions = inspectedPositions('run', true, checkpoints, [{ step: 2_000, accuracy: 0.4412 }]);
    expect(positions.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^Step 1,000(, 0\.\d{4} on the (training batch|validation images))?$/),
      'Step 2,000, 0.4412 on the test set',
      'Current weights',
    ]);
  });

  it('has one of several checkpoints at the same step: they have the same weights', () => {
    const best = stored(1_000);
    const end = listed({
      summary: { ...checkpointWith(2, 1_000).summary, runId: 'run', id: 'end', testAccuracy: 0.45 },
    });
    for (const checkpoints of [
      [best, end],
      [end, best],
    ]) {
      const positions = inspectedPositions('run', true, [...checkpoints, stored(500)], []);
      expect(positions.map(({ step }) => step)).toEqual([500, 1_000, null]);
      expect(positions[1]?.target).toEqual({ kind: 'checkpoint', id: 'end' });
    }
  });

  it('leaves out a damaged checkpoint', () => {
    const damaged: StoredCheckpoint = { ...stored(1_000), summary: null };
    expect(inspectedPositions('run', false, [damaged], [])).toEqual([]);
  });
});
