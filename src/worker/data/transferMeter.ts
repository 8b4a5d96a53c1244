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

interface TransferMeter {
  /** So many bytes have arrived by now. */
  readonly count: (receivedBytes: number, totalBytes: number) => void;
  /** The page is redrawn anyway: what is known by now goes along, and the next report waits. */
  readonly reportNow: () => void;
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
