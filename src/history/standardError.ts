/**
 * The standard error of an accuracy on `count` images: √(p(1 − p) / n).
 *
 * @param accuracy in [0, 1]
 */
export function standardError(accuracy: number, count: number): number {
  return Math.sqrt((accuracy * (1 - accuracy)) / count);
}
