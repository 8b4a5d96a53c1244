/** Whether every `%` in it begins a character; `URLSearchParams` puts up with others, much else throws. */
export function isWellFormed(search: string): boolean {
  try {
    // Never longer than before. The result has to be used: a build leaves the call out otherwise.
    return decodeURIComponent(search).length <= search.length;
  } catch {
    return false;
  }
}
