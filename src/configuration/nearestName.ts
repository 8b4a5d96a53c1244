/** A name, and other names for the same thing. */
export interface Named {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** The name that differs from the text only in case, spaces and punctuation, or whose alias does; null where there is none. */
export function exactName(text: string, candidates: readonly Named[]): string | null {
  const wanted = lettersOf(text);
  if (wanted === '') return null;
  return nameWhere(candidates, (letters) => letters === wanted);
}

/**
 * The name that is probably meant: the exact one, else the first one that the text begins or ends (`hidden`, `rate`) or that
 * begins the text, else the one with the fewest typing errors, if these are few. Null where there is none.
 */
export function nearestName(text: string, candidates: readonly Named[]): string | null {
  // Nobody mistypes so long a name, and comparing it would take long.
  if (text.length > 60) return null;
  const wanted = lettersOf(text);
  return (
    exactName(text, candidates) ??
    (wanted.length < 3 ? null : nameWhere(candidates, (letters) => isPart(wanted, letters))) ??
    nameWithFewestErrors(wanted, candidates)
  );
}

function nameWhere(candidates: readonly Named[], isMeant: (letters: string) => boolean): string | null {
  return candidates.find((candidate) => spellings(candidate).some(isMeant))?.name ?? null;
}

function spellings({ name, aliases }: Named): string[] {
  return [name, ...aliases].map(lettersOf);
}

function lettersOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('×', 'x')
    .replace(/[^a-z0-9]/g, '');
}

function isPart(text: string, name: string): boolean {
  return name.startsWith(text) || name.endsWith(text) || (name.length >= 4 && text.startsWith(name));
}

/** One error in four letters, and at least one. */
function nameWithFewestErrors(wanted: string, candidates: readonly Named[]): string | null {
  let fewest = Math.max(1, Math.floor(wanted.length / 4)) + 1;
  let nearest: string | null = null;
  for (const candidate of candidates) {
    for (const spelling of spellings(candidate)) {
      const errors = wanted.length < 3 ? Number.POSITIVE_INFINITY : typingErrors(wanted, spelling);
      if (errors < fewest) [fewest, nearest] = [errors, candidate.name];
    }
  }
  return nearest;
}

/** The letters that were added, left out, replaced or swapped with their neighbour: the optimal string alignment distance. */
function typingErrors(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = at(last, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          replaced,
          at(last, j) + 1,
          at(row, j - 1) + 1,
          isSwapped ? at(beforeLast, j - 2) + 1 : replaced,
        ),
      );
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, other.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
