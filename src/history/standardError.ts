/**
 * How far an accuracy on `count` images usually lies from that on endlessly many of their kind: √(p(1 − p) / n), one standard error
 * of a share.
 *
 * @param accuracy in [0, 1]
 */
export function standardError(accuracy: number, count: number): number {
  return Math.sqrt((accuracy * (1 - accuracy)) / count);
}
