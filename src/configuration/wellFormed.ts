/** Whether every `%` begins a valid escape; `URLSearchParams` tolerates others, where other functions throw. */
export function isWellFormed(search: string): boolean {
  try {
    // The decoded text is never longer. The result has to be used, or the build removes the call as dead code.
    return decodeURIComponent(search).length <= search.length;
  } catch {
    return false;
  }
}
