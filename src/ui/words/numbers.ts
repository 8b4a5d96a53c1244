const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 1,240 */
export function wholeNumber(value: number): string {
  return whole.format(value);
}

/** 1 step, 1,240 steps */
export function counted(count: number, noun: string): string {
  return `${whole.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** +12, −3, 0 */
export function signedNumber(value: number): string {
  if (value === 0) return '0';
  return `${value > 0 ? '+' : '−'}${whole.format(Math.abs(value))}`;
}

/** +0.08, −0.12, 0.00 */
export function signedHundredths(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  if (Number(digits) === 0) return digits;
  return `${value > 0 ? '+' : '−'}${digits}`;
}

/** Four digits, as the article prints accuracies: 0.4633 */
export function accuracyText(accuracy: number): string {
  return accuracy.toFixed(4);
}

/** 46.3 % */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Four significant digits: 89.68, 2.303, 0.01234 */
export function lossText(loss: number): string {
  return Number.isFinite(loss) ? loss.toPrecision(4) : 'not a number';
}

/** A hyperparameter as its field shows it, exactly: 0.001, 5000, 5e-7 */
export function parameterText(value: number): string {
  return String(value);
}

/**
 * A measured value beside a limit that it exceeds, or falls short of: rounded to two significant digits, or to as many as it takes
 * to stay on its side of the limit.
 */
export function roundedBeside(limit: number, value: number): number {
  for (let digits = 2; digits <= 16; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.sign(rounded - limit) === Math.sign(value - limit)) return rounded;
  }
  return value;
}

/** Decimal units, as disks and networks count: 139 MB, 1.5 MB, 786 kB */
export function bytesText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes >= 1e7) return `${whole.format(bytes / 1e6)} MB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${whole.format(bytes / 1e3)} kB`;
}

/**
 * Two amounts that differ, such as a value and the limit that it exceeds, with two decimals, or as many as it takes to tell them
 * apart: 67.24 and 64, but 64.0002 and 64.
 */
export function toldApart(first: number, second: number): readonly [string, string] {
  for (let decimals = 2; ; decimals++) {
    const format = new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals });
    const texts = [format.format(first), format.format(second)] as const;
    // A byte is the ninth decimal of a gigabyte.
    if (texts[0] !== texts[1] || decimals === 9) return texts;
  }
}

/** The same for bytes, both in the unit that suits the second: 12.3 MB and 30.73 MB, 100.0004 MB and 100 MB */
export function bytesToldApart(first: number, second: number): readonly [string, string] {
  const [unit, bytes] = second >= 1e9 ? (['GB', 1e9] as const) : (['MB', 1e6] as const);
  const [one, other] = toldApart(first / bytes, second / bytes);
  return [`${one} ${unit}`, `${other} ${unit}`];
}

/** 1.5 s, 48 s, 2 min 05 s, 1 h 12 min, 6 d 4 h; never less than nothing */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${Number(Math.max(0, seconds).toFixed(1))} s`;
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  const minutes = Math.floor(rounded / 60);
  if (minutes < 60) return `${minutes} min ${String(rounded % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${wholeNumber(Math.floor(hours / 24))} d ${hours % 24} h`;
  return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** 27.4, 248, 1,240 */
export function figureText(value: number): string {
  return value < 100 ? value.toFixed(1) : whole.format(value);
}

/** 27.4 ms, 248 ms */
export function millisecondsText(milliseconds: number): string {
  return `${figureText(milliseconds)} ms`;
}

/** 24 Nov 2026, 11:40 in the reader's own zone. */
export function momentText(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}
