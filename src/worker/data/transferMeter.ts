import type { ImportProgress } from './protocol.ts';

/** Each report redraws the page, which without a GPU slows down the import. */
const reportIntervalMs = 250;
const speedWindowMs = 5_000;
/** A speed measured over less time would fluctuate. */
const minSpeedMs = 500;

interface Moment {
  readonly ms: number;
  readonly bytes: number;
}

interface TransferMeter {
  /** Records the bytes that have arrived so far. */
  readonly count: (receivedBytes: number, totalBytes: number) => void;
  /** Reports at once, because the page is redrawn anyway, and delays the next report. */
  readonly reportNow: () => void;
}

/**
 * Condenses frequent byte counts into a few reports with speed and remaining time. The last bytes are always reported.
 *
 * @param nowMs a monotonic clock in milliseconds
 */
export function createTransferMeter(
  report: (progress: ImportProgress) => void,
  nowMs: () => number,
): TransferMeter {
  let moments: Moment[] = [];
  let received: { readonly bytes: number; readonly totalBytes: number } | null = null;

  function reportNow(): void {
    if (!received) return;
    const { bytes, totalBytes } = received;
    const now: Moment = { ms: nowMs(), bytes };
    moments = [...moments.filter(({ ms }) => now.ms - ms <= speedWindowMs), now];
    const bytesPerSecond = speedBetween(moments[0] ?? now, now);
    const secondsLeft = bytesPerSecond ? (totalBytes - bytes) / bytesPerSecond : null;
    report({ receivedBytes: bytes, totalBytes, bytesPerSecond, secondsLeft });
  }

  return {
    reportNow,
    count(bytes, totalBytes) {
      received = { bytes, totalBytes };
      const isDue = nowMs() - (moments.at(-1)?.ms ?? Number.NEGATIVE_INFINITY) >= reportIntervalMs;
      if (isDue || bytes >= totalBytes) reportNow();
    },
  };
}

function speedBetween(first: Moment, last: Moment): number | null {
  const ms = last.ms - first.ms;
  return ms < minSpeedMs ? null : ((last.bytes - first.bytes) / ms) * 1_000;
}
