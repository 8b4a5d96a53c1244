import { Inflate, strFromU8 } from 'fflate';
import { Failure } from '../failure.ts';
import type { AllocationBudget } from '../limits/allocationBudget.ts';
import { maxArrays, maxCompressionRatio } from '../limits/readingLimits.ts';
import { damaged } from './damaged.ts';
import { zipEnd } from './zipComment.ts';

/*
 * The directory at the end of a zip archive (PKWARE's APPNOTE.TXT, 4.3.12 and 4.3.7) has for each file its method, its sizes packed
 * and unpacked, its name, and the place of its local header, which ends where the file's bytes begin. Sizes and places that do not
 * fit into 32 bits are in an extra field (4.5.3), as is the place of the directory itself (4.3.14). A zip is read here and not by
 * fflate, which believes the directory: it copies the same bytes for as many files as name them, whatever their sizes.
 */

const signatures = { local: 0x04034b50, entry: 0x02014b50, end64: 0x06064b50, locator64: 0x07064b50 };
const entryBytes = 46;
const localBytes = 30;
const locator64Bytes = 20;
const in64Bits = 0xffff_ffff;
const methods = { stored: 0, deflated: 8 } as const;
const encryptedFlag = 1;
const utf8Flag = 0x800;

/** A file in an archive, whose bytes no other file shares. */
export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  /** In the archive, not copied. */
  readonly packed: Uint8Array;
  /** Unpacked, as the archive states it. */
  readonly byteLength: number;
}

/**
 * The files in an untrusted archive. Nothing is allocated for them.
 *
 * @throws Failure `weights-file-damaged` where the archive contradicts itself, `weights-unsuitable` where it has too many files
 */
export function zipEntries(archive: Uint8Array): readonly ZipEntry[] {
  try {
    return requireApart(placedEntries(archive));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw damaged('it is not a complete zip archive', cause);
  }
}

/** How much is unpacked at once: at most 17 MB. */
const pieceBytes = 16_384;

/**
 * The bytes of a file, not copied where it is not packed.
 *
 * @throws Failure `weights-file-damaged`, `reading-stopped`
 */
export function unzipped(
  { name, isDeflated, packed, byteLength }: ZipEntry,
  budget: AllocationBudget,
): Uint8Array {
  if (!isDeflated) return packed;
  budget.take(byteLength);
  const bytes = new Uint8Array(byteLength);
  let length = 0;
  const inflate = new Inflate((piece) => {
    if (length + piece.length > byteLength) throw damaged(`${quoted(name)} unpacks to more than it states`);
    bytes.set(piece, length);
    length += piece.length;
  });
  try {
    for (let start = 0; start < packed.length; start += pieceBytes) {
      inflate.push(packed.subarray(start, start + pieceBytes), start + pieceBytes >= packed.length);
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw damaged(`${quoted(name)} cannot be unpacked`, cause);
  }
  if (length < byteLength) throw damaged(`${quoted(name)} unpacks to less than it states`);
  return bytes;
}

interface PlacedEntry extends ZipEntry {
  /** Of its local header. */
  readonly begin: number;
  readonly end: number;
}

function placedEntries(archive: Uint8Array): readonly PlacedEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const { place: end } = zipEnd(archive);
  const { count, start } = directoryOf(view, end);
  if (count > maxArrays) {
    const reason = `${count} arrays are more than any network has`;
    throw new Failure({ code: 'weights-unsuitable', details: { reason } });
  }
  const entries: PlacedEntry[] = [];
  let place = start;
  for (let index = 0; index < count; index++) {
    const { entry, next } = entryAt(archive, view, place);
    if (entry.end > start) throw new RangeError('a file reaches into the directory');
    entries.push(entry);
    place = next;
  }
  if (place > end) throw new RangeError('the directory reaches behind its end');
  return entries;
}

function directoryOf(view: DataView, end: number): { readonly count: number; readonly start: number } {
  const locator = end - locator64Bytes;
  if (locator < 0 || view.getUint32(locator, true) !== signatures.locator64) {
    return { count: view.getUint16(end + 10, true), start: view.getUint32(end + 16, true) };
  }
  const end64 = numberAt(view, locator + 8);
  requireSignature(view, end64, signatures.end64);
  return { count: numberAt(view, end64 + 32), start: numberAt(view, end64 + 48) };
}

function entryAt(
  archive: Uint8Array,
  view: DataView,
  place: number,
): { readonly entry: PlacedEntry; readonly next: number } {
  requireSignature(view, place, signatures.entry);
  const flags = view.getUint16(place + 8, true);
  const method = view.getUint16(place + 10, true);
  const nameEnd = place + entryBytes + view.getUint16(place + 28, true);
  const extraEnd = nameEnd + view.getUint16(place + 30, true);
  const next = extraEnd + view.getUint16(place + 32, true);
  if (next > archive.length) throw new RangeError('an entry is cut off');
  const name = strFromU8(archive.subarray(place + entryBytes, nameEnd), (flags & utf8Flag) === 0);
  const { byteLength, packedLength, begin } = sizesOf(view, place, nameEnd, extraEnd);
  requireSignature(view, begin, signatures.local);
  const dataBegin = begin + localBytes + view.getUint16(begin + 26, true) + view.getUint16(begin + 28, true);
  const end = dataBegin + packedLength;
  if ((flags & encryptedFlag) !== 0) throw damaged(`${quoted(name)} is encrypted`);
  if (method !== methods.stored && method !== methods.deflated) {
    throw damaged(`${quoted(name)} is packed by a method that is not read here (${method})`);
  }
  const isDeflated = method === methods.deflated;
  const isPossible = isDeflated
    ? byteLength <= maxCompressionRatio * packedLength
    : byteLength === packedLength;
  if (!isPossible) throw damaged(`${quoted(name)} cannot have the size that it states`);
  const packed = archive.subarray(dataBegin, end);
  return { entry: { name, isDeflated, packed, byteLength, begin, end }, next };
}

/** In the extra field are those numbers alone that do not fit into their own, in this order. */
function sizesOf(view: DataView, place: number, extraBegin: number, extraEnd: number) {
  let wide = wideNumbersAt(view, extraBegin, extraEnd);
  const sizeAt = (offset: number) => {
    const narrow = view.getUint32(place + offset, true);
    if (narrow !== in64Bits || wide === null) return narrow;
    wide += 8;
    return numberAt(view, wide - 8);
  };
  const byteLength = sizeAt(24);
  const packedLength = sizeAt(20);
  return { byteLength, packedLength, begin: sizeAt(42) };
}

/** Where the extra fields have wide numbers; null where they have none. */
function wideNumbersAt(view: DataView, begin: number, end: number): number | null {
  for (let place = begin; place + 4 <= end; place += 4 + view.getUint16(place + 2, true)) {
    if (view.getUint16(place, true) === 1) return place + 4;
  }
  return null;
}

function numberAt(view: DataView, place: number): number {
  return Number(view.getBigUint64(place, true));
}

function requireSignature(view: DataView, place: number, signature: number): void {
  if (view.getUint32(place, true) !== signature) throw new RangeError(`there is no signature at ${place}`);
}

/** Files that share bytes, or a name, are a way to make much of little; no program writes them. */
function requireApart(entries: readonly PlacedEntry[]): readonly ZipEntry[] {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) throw damaged(`it has ${quoted(name)} twice`);
    names.add(name);
  }
  const inPlace = entries.toSorted((one, other) => one.begin - other.begin);
  inPlace.forEach(({ name, begin }, index) => {
    const before = inPlace[index - 1];
    if (before && begin < before.end) {
      throw damaged(`${quoted(before.name)} and ${quoted(name)} are in the same place`);
    }
  });
  return entries;
}

function quoted(name: string): string {
  return `“${name.slice(0, 100)}”`;
}
