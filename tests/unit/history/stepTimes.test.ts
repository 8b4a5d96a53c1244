import { describe, expect, it } from 'vitest';
import { type TimePoint, withTime } from '../../../src/history/stepTimes.ts';
import { timeline } from '../../../src/history/timeline.ts';

describe('the times of a run’s steps', () => {
  const end = { step: 300, seconds: 9 };

  it('are linear between the reports, from 0 at the first step to now', () => {
    const times = [
      { step: 100, seconds: 1 },
      { step: 200, seconds: 5 },
      { step: 300, seconds: 8 },
    ];
    const found = [0, 50, 100, 150, 200, 250, 300].map(timeline(times, end));
    expect(found).toEqual([0, 0.5, 1, 3, 5, 6.5, 9]);
  });

  it('are spread evenly where nothing is known of them', () => {
    expect([0, 100, 300, 400].map(timeline([], end))).toEqual([0, 3, 9, 9]);
  });

  it('are about a thousand in a run of any length, never further apart than 2/256 of the time', () => {
    let times: readonly TimePoint[] = [];
    for (let report = 1; report <= 5_000; report++) {
      times = withTime(times, { step: 10 * report, seconds: report / 3 });
    }
    expect(times.length).toBeLessThan(1_100);
    expect(times.at(-1)).toEqual({ step: 50_000, seconds: 5_000 / 3 });
    const farthest = times.map(
      ({ seconds }, index) => (seconds - (times[index - 1]?.seconds ?? 0)) / seconds,
    );
    expect(Math.max(...farthest.slice(300))).toBeLessThan(2 / 256);
  });

  it('ascend also where a run goes back to the step at which it diverged', () => {
    const times = [1, 2, 3].map((second) => ({ step: 100 * second, seconds: second }));
    expect(withTime(times, { step: 180, seconds: 3.5 })).toEqual([
      { step: 100, seconds: 1 },
      { step: 180, seconds: 3.5 },
    ]);
  });

  it('have one point for a step that is reported twice', () => {
    const times = withTime(withTime([{ step: 1, seconds: 1 }], { step: 2, seconds: 2 }), {
      step: 2,
      seconds: 2.5,
    });
    expect(times).toEqual([
      { step: 1, seconds: 1 },
      { step: 2, seconds: 2.5 },
    ]);
  });
});
