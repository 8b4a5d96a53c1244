import type { Hyperparameters, LastBatch } from '../configuration/hyperparameters.ts';
import { randomStream } from '../random/random.ts';

/** Where a run stands in the data: epochs completed, and images of the present one already used. */
export interface Place {
  readonly epoch: number;
  readonly position: number;
}

/** Where batches come from. A place is enough to go on exactly where a checkpoint was taken. */
export interface BatchSampler {
  readonly place: Place;
  /** The indices of the next batch; they stay as they are. Not to be changed: they may be a part of the epoch's order. */
  next(): Uint32Array;
}

export interface SamplerSettings extends Pick<Hyperparameters, 'batchSize' | 'seed'> {
  readonly sampling: 'epochs' | 'draws';
  readonly lastBatch: LastBatch;
  /** The first so many of the training images are sampled. */
  readonly imageCount: number;
}

/** A sampler from the start, or from a place that was kept. Throws a RangeError where no epoch has that place. */
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
 * The batches of the article's second part: shuffle all images, walk from front to back, shuffle again. The order of an
 * epoch follows from the seed and the epoch's number.
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
    // What would be a short batch is left out, and the epoch ends before it, unless it is wanted.
    const minLeft = lastBatch === 'short' ? 1 : batchSize;
    if (imageCount - end < minLeft) this.#startEpoch(epoch + 1);
    else this.#place = { epoch, position: end };
    return indices;
  }

  #startEpoch(epoch: number): void {
    this.#place = { epoch, position: 0 };
    this.#order = epochOrder(this.#settings.imageCount, this.#settings.seed, epoch);
  }
}

/**
 * The batches of the article's first part: every step draws its images anew, so that some come often and some never. As many
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
    this.#drawn = place.epoch * imageCount + place.position;
  }

  get place(): Place {
    return { epoch: Math.floor(this.#drawn / this.#imageCount), position: this.#drawn % this.#imageCount };
  }

  next(): Uint32Array {
    const random = randomStream(this.#seed, 'draw', this.#drawn / this.#batchSize);
    this.#drawn += this.#batchSize;
    return Uint32Array.from({ length: this.#batchSize }, () => random.below(this.#imageCount));
  }
}

/** The images' indices in the order of that epoch (Fisher and Yates' shuffle, Durstenfeld's form). */
export function epochOrder(imageCount: number, seed: number, epoch: number): Uint32Array {
  const random = randomStream(seed, 'shuffle', epoch);
  const order = new Uint32Array(imageCount);
  // By index: `from` leaves megabytes of garbage behind.
  for (let index = 0; index < imageCount; index++) order[index] = index;
  for (let last = imageCount - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const kept = order[last] ?? 0;
    order[last] = order[chosen] ?? 0;
    order[chosen] = kept;
  }
  return order;
}
