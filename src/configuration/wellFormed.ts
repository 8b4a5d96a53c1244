/** Whether every `%` in it begins a character; `URLSearchParams` puts up with others, much else throws. */
export function isWellFormed(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}
