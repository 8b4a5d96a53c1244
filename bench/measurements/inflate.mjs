// A thread of its own: reads PNG files and inflates their pixel data, as plainly as Node can.
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { inflateSync } from 'node:zlib';

/** A PNG begins with 8 bytes that name it; then come chunks of length, type, data and checksum. */
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
