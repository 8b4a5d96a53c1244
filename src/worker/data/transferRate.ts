import type { ImportProgress } from './protocol.ts';

const windowMs = 4_000;
const reportIntervalMs = 100;

/** Turns byte counts into progress with speed and time left, at most ten times a second. */
export function transferRate(
  report: (progress: ImportProgress) => void,
): (receivedBytes: number, totalBytes: number) => void {
  const marks: { readonly at: number; readonly bytes: number }[] = [];
  let reportedAt = Number.NEGATIVE_INFINITY;
  return (receivedBytes, totalBytes) => {
    const at = performance.now();
    if (at - reportedAt < reportIntervalMs && receivedBytes < totalBytes) return;
    reportedAt = at;
    marks.push({ at, bytes: receivedBytes });
    while (marks.length > 2 && at - (marks[0]?.at ?? at) > windowMs) marks.shift();
    const first = marks[0];
    const seconds = first ? (at - first.at) / 1000 : 0;
    const bytesPerSecond = first && seconds > 0.2 ? (receivedBytes - first.bytes) / seconds : null;
    const secondsLeft = bytesPerSecond ? (totalBytes - receivedBytes) / bytesPerSecond : null;
    report({ receivedBytes, totalBytes, bytesPerSecond, secondsLeft });
  };
}
