import { Failure } from '../failure.ts';
import { verifyBatch } from './checksums.ts';
import type { BatchName } from './cifar10.ts';
import type { VerifiedBatch } from './importing.ts';
import { inflatePng } from './inflatePng.ts';
import { RecordBuilder } from './recordBuilder.ts';
import { pictureFiles } from './sourceFiles.ts';
import { summarizeBatch } from './summary.ts';

/** What the records of a batch need besides its pictures. */
export interface BatchToDecode {
  readonly name: BatchName;
  /** [10000], values 0 to 9 */
  readonly labels: Uint8Array<ArrayBuffer>;
}

/**
 * Builds the records of a batch while its PNG arrives, and verifies them.
 *
 * @param png the file in pieces
 * @throws Failure `not-a-png`, `png-damaged`, `checksum-mismatch`, `insecure-context`; whatever `png` itself fails with
 */
export async function decodeBatch(
  { name, labels }: BatchToDecode,
  png: AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>,
): Promise<VerifiedBatch> {
  const { file } = pictureFiles[name];
  const { records, pixelSums } = await recordsOfPng(labels, png, file);
  await verifyBatch(name, records);
  return { records: new Blob([records]), summary: summarizeBatch(name, records, pixelSums) };
}

/**
 * The records in a PNG, not verified.
 *
 * @param labels [10000], values 0 to 9
 * @param file its name, for the failure
 * @throws Failure `not-a-png`, `png-damaged`; whatever `png` itself fails with
 */
export async function recordsOfPng(
  labels: Uint8Array<ArrayBuffer>,
  png: AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>,
  file: string,
): Promise<RecordBuilder> {
  const builder = new RecordBuilder(labels);
  for await (const piece of inflatePng(png, file)) {
    if (!builder.append(piece)) throw new Failure({ code: 'png-damaged', details: { file } });
  }
  return builder;
}
