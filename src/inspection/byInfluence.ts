/** The units in the order of their influence, the greatest first. */
export function byInfluence(influences: Float32Array): number[] {
  return [...influences.keys()].sort((a, b) => (influences[b] ?? 0) - (influences[a] ?? 0));
}
