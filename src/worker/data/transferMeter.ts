import type { ImportProgress } from './protocol.ts';

/** Each report redraws the page, which without a GPU takes from the import itself. */
const reportIntervalMs = 250;
const speedWindowMs = 5_000;
/** A speed from less time than this would jump. */
const minSpeedMs = 500;

interface Moment {
  readonly ms: number;
  readonly bytes: number;
}

/**
 * Turns bytes that arrive by the thousand into a few reports with speed and time left. The last bytes are always
 * reported.
 *
 * @param nowMs a clock that never goes back, in milliseconds
 */
export function createTransferMeter(
  report: (progress: ImportProgress) => void,
  nowMs: () => number,
): (receivedBytes: number, totalBytes: number) => void {
  let moments: Moment[] = [];
  return (receivedBytes, totalBytes) => {
    const now: Moment = { ms: nowMs(), bytes: receivedBytes };
    const isDue = now.ms - (moments.at(-1)?.ms ?? Number.NEGATIVE_INFINITY) >= reportIntervalMs;
    if (!isDue && receivedBytes < totalBytes) return;
    moments = [...moments.filter(({ ms }) => now.ms - ms <= speedWindowMs), now];
    const bytesPerSecond = speedBetween(moments[0] ?? now, now);
    const secondsLeft = bytesPerSecond ? (totalBytes - receivedBytes) / bytesPerSecond : null;
    report({ receivedBytes, totalBytes, bytesPerSecond, secondsLeft });
  };
}

function speedBetween(first: Moment, last: Moment): number | null {
  const ms = last.ms - first.ms;
  return ms < minSpeedMs ? null : ((last.bytes - first.bytes) / ms) * 1_000;
}
