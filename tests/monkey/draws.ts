import { fmix32, type Random, randomStream } from '../../src/random/random.ts';

/** Something that can be chosen. */
export interface Weighted {
  /** What it is, by which the same draw finds it again in another list. */
  readonly key: string;
  /** How often it is chosen beside the others; over 0. */
  readonly weight: number;
}

/** The random choices of one action. */
export interface Draws {
  /**
   * One of them. Of lists with the same seed and index, the choice is the same as long as what was chosen is in both: what comes or
   * goes beside it changes nothing but its own chances.
   *
   * @throws RangeError for an empty list
   */
  choose<Choice extends Weighted>(choices: readonly Choice[]): Choice;
  /** @throws RangeError for an empty list */
  pick<Item>(items: readonly Item[]): Item;
  /** An integer from the first to the last, both included. */
  between(first: number, last: number): number;
  /** @param share of the draws that are true, in [0, 1] */
  isLucky(share: number): boolean;
}

/** Each action has draws of its own, whatever those before it were used for. */
export function drawsOf(seed: number, action: number): Draws {
  const random = randomStream(seed, 'monkey', action);
  const salt = random.uint32();
  return {
    choose: (choices) => chosen(choices, salt),
    pick: (items) => picked(items, random),
    between: (first, last) => first + random.below(last - first + 1),
    isLucky: (share) => random.uniform() < share,
  };
}

/** Weighted rendezvous hashing: each choice has an exponentially distributed time of its own, and the first wins. */
function chosen<Choice extends Weighted>(choices: readonly Choice[], salt: number): Choice {
  const [first, ...others] = choices;
  if (!first) throw new RangeError('nothing to choose from');
  let best = { choice: first, time: timeOf(first, salt) };
  for (const choice of others) {
    const time = timeOf(choice, salt);
    if (time < best.time) best = { choice, time };
  }
  return best.choice;
}

function timeOf({ key, weight }: Weighted, salt: number): number {
  const uniform = (hashOf(key, salt) + 0.5) / 2 ** 32;
  return -Math.log(uniform) / weight;
}

function hashOf(text: string, salt: number): number {
  let hash = salt;
  for (const character of text) hash = fmix32(hash ^ (character.codePointAt(0) ?? 0)) + 0x9e3779b9;
  return fmix32(hash);
}

function picked<Item>(items: readonly Item[], random: Random): Item {
  const place = random.below(Math.max(1, items.length));
  for (const item of items.slice(place)) return item;
  throw new RangeError('nothing to choose from');
}
