import * as v from 'valibot';

const record = v.record(v.string(), v.unknown());

/** The texts in untrusted metadata, and the names of what else they have; a part that is no text does not matter for the others. */
export function textsIn(metadata: unknown): {
  readonly texts: Readonly<Record<string, string>>;
  readonly others: readonly string[];
} {
  const parsed = v.safeParse(record, metadata ?? {});
  if (!parsed.success) return { texts: {}, others: ['metadata'] };
  const entries = Object.entries(parsed.output);
  return {
    texts: Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    others: entries.flatMap(([name, value]) => (typeof value === 'string' ? [] : [name])),
  };
}
