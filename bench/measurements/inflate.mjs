// A worker thread that reads PNG files and inflates their pixel data, as simply as possible in Node.
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { inflateSync } from 'node:zlib';

/** A PNG begins with a signature of 8 bytes, followed by chunks of length, type, data and checksum. */
const signatureBytes = 8;

parentPort?.on('message', (/** @type {readonly string[]} */ paths) => {
  const bytes = paths.reduce((sum, path) => sum + inflateSync(imageData(readFileSync(path))).length, 0);
  parentPort?.postMessage(bytes);
});

/** @param {Buffer} png */
function imageData(png) {
  const parts = [];
  for (let at = signatureBytes; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}
