import { strFromU8, strToU8, zipSync } from 'fflate';
import { Failure } from '../failure.ts';
import type { AllocationBudget } from '../limits/allocationBudget.ts';
import { maxWeightsBytes } from '../limits/readingLimits.ts';
import { damaged } from './damaged.ts';
import type { NamedArray } from './namedArray.ts';
import { decodeNpy, encodeNpy } from './npy.ts';
import { type StoredArray, unreadable } from './storedArray.ts';
import { withZipComment, zipEnd } from './zipComment.ts';
import { unzipped, type ZipEntry, zipEntries } from './zipEntries.ts';

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
  /** JSON in UTF-8; null where there is none. */
  readonly metadata: Uint8Array | null;
}

/**
 * Opens an untrusted file, whose arrays are read later.
 *
 * @throws Failure `weights-file-damaged`, `weights-unsuitable`, `reading-stopped`
 */
export function decodeNpz(file: Uint8Array, budget: AllocationBudget): DecodedNpz {
  const entries = zipEntries(file);
  const total = entries.reduce((sum, { byteLength, packed }) => sum + Math.max(byteLength, packed.length), 0);
  if (total > maxWeightsBytes) throw damaged('it unpacks to more than any network has');
  const { comment } = zipEnd(file);
  const metadata = entries.find(({ name }) => name === metadataName);
  return {
    arrays: entries
      .filter(({ name }) => name.endsWith(arrayEnding))
      .map((entry) => arrayIn(entry, entry.name.slice(0, -arrayEnding.length), budget)),
    metadata: isJsonObject(comment) ? comment : metadata ? unzipped(metadata, budget) : null,
  };
}

/** A damaged array matters only if it is needed. */
function arrayIn(entry: ZipEntry, name: string, budget: AllocationBudget): StoredArray {
  try {
    return decodeNpy(unzipped(entry, budget), name, budget);
  } catch (error) {
    if (error instanceof Failure && error.data.code === 'weights-file-damaged')
      return unreadable(name, [], error);
    throw error;
  }
}

/** Other programs' comments are left out. */
function isJsonObject(comment: Uint8Array): boolean {
  return strFromU8(comment.subarray(0, 1)) === '{';
}
