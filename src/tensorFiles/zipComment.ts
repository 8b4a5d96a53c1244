/*
 * The comment of a zip archive (PKWARE's APPNOTE.TXT, 4.3.16): the end of the central directory is the signature, 16 bytes of
 * places and counts, the comment's length (2 bytes, little-endian), and the comment.
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

/**
 * The comment of an untrusted archive; empty where it has none.
 *
 * @throws RangeError where the comment is cut off
 */
export function zipComment(archive: Uint8Array): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const earliest = Math.max(0, archive.length - endBytes - maxCommentBytes);
  for (let end = archive.length - endBytes; end >= earliest; end--) {
    if (view.getUint32(end, true) !== signature) continue;
    const start = end + endBytes;
    const length = view.getUint16(start - 2, true);
    if (start + length > archive.length) throw new RangeError('its comment is cut off');
    return archive.subarray(start, start + length);
  }
  return new Uint8Array();
}
