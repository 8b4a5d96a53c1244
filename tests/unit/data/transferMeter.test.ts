import { describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../../src/worker/data/protocol.ts';
import { createTransferMeter } from '../../../src/worker/data/transferMeter.ts';

function meterAt(): {
  meter: (ms: number, received: number, total: number) => void;
  reportNow: () => void;
  reports: ImportProgress[];
} {
  const reports: ImportProgress[] = [];
  let now = 0;
  const { count, reportNow } = createTransferMeter(
    (progress) => reports.push(progress),
    () => now,
  );
  return {
    reports,
    reportNow,
    meter: (ms, received, total) => {
      now = ms;
      count(received, total);
    },
  };
}

describe('the progress of an import', () => {
  it('is reported at most four times a second', () => {
    const { meter, reports } = meterAt();
    for (let ms = 0; ms < 1_000; ms++) meter(ms, ms * 1_000, 10_000_000);
    expect(reports).toHaveLength(4);
  });

  it('goes along when something else is told, and the next report waits for that', () => {
    const { meter, reportNow, reports } = meterAt();
    meter(0, 100, 1_000);
    meter(200, 300, 1_000);
    reportNow();
    meter(400, 500, 1_000);
    meter(450, 600, 1_000);
    expect(reports.map(({ receivedBytes }) => receivedBytes)).toEqual([100, 300, 600]);
  });

  it('is not told before there is any', () => {
    const { reportNow, reports } = meterAt();
    reportNow();
    expect(reports).toEqual([]);
  });

  it('ends with all bytes, however soon after the last report', () => {
    const { meter, reports } = meterAt();
    meter(0, 100, 1_000);
    meter(1, 1_000, 1_000);
    expect(reports.at(-1)?.receivedBytes).toBe(1_000);
  });

  it('has no speed before half a second is over', () => {
    const { meter, reports } = meterAt();
    meter(0, 0, 1_000);
    meter(400, 100, 1_000);
    expect(reports.at(-1)).toMatchObject({ bytesPerSecond: null, secondsLeft: null });
  });

  it('knows speed and time left from the last five seconds', () => {
    const { meter, reports } = meterAt();
    for (let ms = 0; ms <= 10_000; ms += 500) meter(ms, ms, 100_000);
    for (let ms = 10_500; ms <= 20_000; ms += 500) meter(ms, 10_000 + (ms - 10_000) * 4, 100_000);
    expect(reports.at(-1)).toEqual({
      receivedBytes: 50_000,
      totalBytes: 100_000,
      bytesPerSecond: 4_000,
      secondsLeft: 12.5,
    });
  });
});
