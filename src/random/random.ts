/** A reproducible source of random numbers. It uses only integer arithmetic, so it is the same on every engine and machine. */
export interface Random {
  /** Uniform in [0, 2³²). */
  uint32(): number;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** A uniform integer in [0, bound), without bias. `bound` is at most 2³². */
  below(bound: number): number;
}

/**
 * The random stream for a seed and a purpose, such as `(7, 'shuffle', 3)`. Each purpose has its own stream, so the step alone
 * determines all random numbers, and no generator state has to be saved.
 *
 * The generator is Vigna and Blackman's xoshiro128** (https://prng.di.unimi.it/xoshiro128starstar.c), its state filled
 * by MurmurHash3's finaliser. Seed 0 is a seed like any other.
 */
export function randomStream(seed: number, purpose: string, index = 0): Random {
  let hash = fmix32(seed >>> 0);
  for (const character of purpose) hash = fmix32(hash ^ (character.codePointAt(0) ?? 0)) + 0x9e3779b9;
  hash = fmix32(hash ^ index);
  let a = fmix32(hash + 0x9e3779b9);
  let b = fmix32(hash + 0x3c6ef372);
  let c = fmix32(hash + 0xdaa66d2b);
  // The state must not be all zeros.
  let d = fmix32(hash + 0x78dde6e4) | 1;

  function uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  }

  function below(bound: number): number {
    // Numbers in the last, incomplete interval of [0, 2³²) would bias the result.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let number = uint32();
    while (number >= limit) number = uint32();
    return number % bound;
  }

  return { uint32, uniform: () => (uint32() * 2 ** 21 + (uint32() >>> 11)) / 2 ** 53, below };
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** MurmurHash3's 32-bit finaliser: every bit of the input changes about half the bits of the output. */
export function fmix32(value: number): number {
  let h = value | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
