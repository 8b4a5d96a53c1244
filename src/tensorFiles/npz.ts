import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { Failure } from '../failure.ts';
import type { NamedArray } from './namedArray.ts';
import { decodeNpy, encodeNpy } from './npy.ts';
import { type StoredArray, unreadable } from './storedArray.ts';

/*
 * An .npz file, as numpy.savez writes it: a zip with an .npy file for each array. `numpy.load` returns any other file in it, such
 * as our metadata, as bytes.
 */

const metadataName = 'metadata.json';
const arrayEnding = '.npy';

/** Not compressed: weights hardly compress. */
export function encodeNpz(
  arrays: readonly NamedArray[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const files = arrays.map(({ name, ...array }) => [`${name}${arrayEnding}`, encodeNpy(array)]);
  const entries = [...files, [metadataName, strToU8(JSON.stringify(metadata, null, 2))]];
  return new Uint8Array(zipSync(Object.fromEntries(entries), { level: 0 }));
}

export interface DecodedNpz {
  readonly arrays: readonly StoredArray[];
  /** The text of `metadata.json`; null where there is none. */
  readonly metadata: string | null;
}

/**
 * Opens an untrusted file, whose arrays are read later.
 *
 * @param maxBytes limit for all files in it together, uncompressed
 * @throws Failure `weights-file-damaged`
 */
export function decodeNpz(file: Uint8Array, maxBytes: number): DecodedNpz {
  const entries = Object.entries(unzip(file, maxBytes));
  const metadata = entries.find(([name]) => name === metadataName)?.[1];
  return {
    arrays: entries
      .filter(([name]) => name.endsWith(arrayEnding))
      .map(([name, bytes]) => arrayIn(bytes, name.slice(0, -arrayEnding.length))),
    metadata: metadata ? strFromU8(metadata) : null,
  };
}

/** A damaged array matters only if it is needed. */
function arrayIn(bytes: Uint8Array, name: string): StoredArray {
  try {
    return decodeNpy(bytes, name);
  } catch (error) {
    if (error instanceof Failure) return unreadable(name, [], error);
    throw error;
  }
}

function unzip(file: Uint8Array, maxBytes: number): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(file, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (total > maxBytes) throw new RangeError('it unpacks to more than any network has');
        return name.endsWith(arrayEnding) || name === metadataName;
      },
    });
  } catch (cause) {
    const reason = cause instanceof RangeError ? cause.message : 'it is not a complete zip archive';
    throw new Failure({ code: 'weights-file-damaged', details: { reason } }, { cause });
  }
}
