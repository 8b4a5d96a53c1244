/*
 * The end of a zip archive (PKWARE's APPNOTE.TXT, 4.3.16): a signature, 16 bytes of places and counts, the length of the archive's
 * comment (2 bytes, little-endian), and the comment.
 */

const signature = 0x06054b50;
const endBytes = 22;
const maxCommentBytes = 65_535;

/** The archive, which has no comment, with one. Throws a RangeError where it is longer than a zip can hold. */
export function withZipComment(archive: Uint8Array, comment: Uint8Array): Uint8Array<ArrayBuffer> {
  if (comment.length > maxCommentBytes) throw new RangeError('the comment does not fit in a zip');
  const bytes = new Uint8Array(archive.length + comment.length);
  bytes.set(archive);
  new DataView(bytes.buffer).setUint16(archive.length - 2, comment.length, true);
  bytes.set(comment, archive.length);
  return bytes;
}

/** Where an archive ends, and with what comment, which may be empty. */
export interface ZipEnd {
  readonly place: number;
  readonly comment: Uint8Array;
}

/** The end of an untrusted archive. Throws a RangeError where it has none, or its comment is cut off. */
export function zipEnd(archive: Uint8Array): ZipEnd {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const earliest = Math.max(0, archive.length - endBytes - maxCommentBytes);
  for (let place = archive.length - endBytes; place >= earliest; place--) {
    if (view.getUint32(place, true) !== signature) continue;
    const start = place + endBytes;
    const length = view.getUint16(start - 2, true);
    if (start + length > archive.length) throw new RangeError('its comment is cut off');
    return { place, comment: archive.subarray(start, start + length) };
  }
  throw new RangeError('it has no end');
}
