import type { Hyperparameters, LastBatch } from '../configuration/hyperparameters.ts';
import { randomStream } from '../random/random.ts';

/** A position in the data: completed epochs, and images of the current epoch already used. */
export interface Place {
  readonly epoch: number;
  readonly position: number;
}

/** Chooses the images of each batch. A place is enough to continue exactly where a checkpoint was taken. */
export interface BatchSampler {
  readonly place: Place;
  /** The indices of the next batch. The array stays valid, and must not be modified: it may be a view of the epoch's order. */
  next(): Uint32Array;
  /** Goes back to where it was: the batches from there on are the same again. */
  returnTo(place: Place): void;
}

export interface SamplerSettings extends Pick<Hyperparameters, 'batchSize' | 'seed'> {
  readonly sampling: 'epochs' | 'draws';
  readonly lastBatch: LastBatch;
  /** The number of training images to sample from, counted from the first. */
  readonly imageCount: number;
}

/** A sampler from the start, or from a saved place. Throws a RangeError where no epoch has that place. */
export function batchSampler(
  settings: SamplerSettings,
  place: Place = { epoch: 0, position: 0 },
): BatchSampler {
  if (place.position >= settings.imageCount) throw new RangeError(`no epoch has a place ${place.position}`);
  return settings.sampling === 'epochs'
    ? new EpochSampler(settings, place)
    : new DrawSampler(settings, place);
}

/**
 * The batches of the article's second part: shuffle all images, go through them, shuffle again. The order of an epoch depends
 * only on the seed and the epoch's number.
 */
class EpochSampler implements BatchSampler {
  readonly #settings: SamplerSettings;
  #place: Place;
  #order: Uint32Array;

  constructor(settings: SamplerSettings, place: Place) {
    this.#settings = settings;
    this.#place = place;
    this.#order = epochOrder(settings.imageCount, settings.seed, place.epoch);
  }

  get place(): Place {
    return this.#place;
  }

  next(): Uint32Array {
    const { batchSize, imageCount, lastBatch } = this.#settings;
    const { epoch, position } = this.#place;
    const end = Math.min(position + batchSize, imageCount);
    const indices = this.#order.subarray(position, end);
    // Unless short batches are allowed, the epoch ends before one.
    const minLeft = lastBatch === 'short' ? 1 : batchSize;
    if (imageCount - end < minLeft) this.#startEpoch(epoch + 1);
    else this.#place = { epoch, position: end };
    return indices;
  }

  returnTo(place: Place): void {
    if (place.epoch !== this.#place.epoch) this.#startEpoch(place.epoch);
    this.#place = place;
  }

  #startEpoch(epoch: number): void {
    this.#place = { epoch, position: 0 };
    this.#order = epochOrder(this.#settings.imageCount, this.#settings.seed, epoch);
  }
}

/**
 * The batches of the article's first part: every step draws its images anew, so some images come often and some never. As many
 * draws as there are images count as an epoch.
 */
class DrawSampler implements BatchSampler {
  readonly #imageCount: number;
  readonly #batchSize: number;
  readonly #seed: number;
  #drawn: number;

  constructor({ imageCount, batchSize, seed }: SamplerSettings, place: Place) {
    this.#imageCount = imageCount;
    this.#batchSize = batchSize;
    this.#seed = seed;
    this.#drawn = this.#drawnAt(place);
  }

  get place(): Place {
    return { epoch: Math.floor(this.#drawn / this.#imageCount), position: this.#drawn % this.#imageCount };
  }

  next(): Uint32Array {
    const random = randomStream(this.#seed, 'draw', this.#drawn / this.#batchSize);
    this.#drawn += this.#batchSize;
    return Uint32Array.from({ length: this.#batchSize }, () => random.below(this.#imageCount));
  }

  returnTo(place: Place): void {
    this.#drawn = this.#drawnAt(place);
  }

  #drawnAt({ epoch, position }: Place): number {
    return epoch * this.#imageCount + position;
  }
}

/** The images' indices in the order of the epoch (Fisher and Yates' shuffle, Durstenfeld's form). */
export function epochOrder(imageCount: number, seed: number, epoch: number): Uint32Array {
  const random = randomStream(seed, 'shuffle', epoch);
  const order = new Uint32Array(imageCount);
  // By index: `from` allocates megabytes of garbage.
  for (let index = 0; index < imageCount; index++) order[index] = index;
  for (let last = imageCount - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const kept = order[last] ?? 0;
    order[last] = order[chosen] ?? 0;
    order[chosen] = kept;
  }
  return order;
}
