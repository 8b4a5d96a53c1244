import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { Failure } from '../failure.ts';
import { damaged } from './damaged.ts';
import type { NamedArray } from './namedArray.ts';
import { decodeNpy, encodeNpy } from './npy.ts';
import { type StoredArray, unreadable } from './storedArray.ts';
import { withZipComment, zipComment } from './zipComment.ts';

/*
 * An .npz file, as numpy.savez writes it: a zip with an .npy file for each array. The metadata are the zip's comment, because
 * readers take every file in it for an array.
 */

/** Where earlier versions had the metadata. */
const metadataName = 'metadata.json';
const arrayEnding = '.npy';

/** Not compressed: weights hardly compress. */
export function encodeNpz(
  arrays: readonly NamedArray[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const files = arrays.map(({ name, ...array }) => [`${name}${arrayEnding}`, encodeNpy(array)]);
  const archive = zipSync(Object.fromEntries(files), { level: 0 });
  return withZipComment(archive, strToU8(JSON.stringify(metadata, null, 2)));
}

export interface DecodedNpz {
  readonly arrays: readonly StoredArray[];
  /** JSON; null where there is none. */
  readonly metadata: string | null;
}

/**
 * Opens an untrusted file, whose arrays are read later.
 *
 * @param maxBytes limit for all files in it together, uncompressed
 * @throws Failure `weights-file-damaged`
 */
export function decodeNpz(file: Uint8Array, maxBytes: number): DecodedNpz {
  const { files, comment } = unzip(file, maxBytes);
  const entries = Object.entries(files);
  const metadata = files[metadataName];
  return {
    arrays: entries
      .filter(([name]) => name.endsWith(arrayEnding))
      .map(([name, bytes]) => arrayIn(bytes, name.slice(0, -arrayEnding.length))),
    metadata: isJsonObject(comment) ? comment : metadata ? strFromU8(metadata) : null,
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

/** Other programs' comments are left out. */
function isJsonObject(comment: string): boolean {
  return comment.startsWith('{');
}

interface Unzipped {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly comment: string;
}

function unzip(file: Uint8Array, maxBytes: number): Unzipped {
  let total = 0;
  try {
    const files = unzipSync(file, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (total > maxBytes) throw new RangeError('it unpacks to more than any network has');
        return name.endsWith(arrayEnding) || name === metadataName;
      },
    });
    return { files, comment: strFromU8(zipComment(file)) };
  } catch (cause) {
    const reason = cause instanceof RangeError ? cause.message : 'it is not a complete zip archive';
    throw damaged(reason, cause);
  }
}
