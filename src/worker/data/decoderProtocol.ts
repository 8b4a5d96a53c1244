import type { BatchToDecode } from '../../data/decodeBatch.ts';
import type { VerifiedBatch } from '../../data/importing.ts';
import type { FailureData } from '../../failure.ts';

/** Commands from the data worker to a decoding worker. The pieces are transferred, not copied. */
export type DecoderCommand =
  /** Starts a batch, whose PNG follows. It has one answer, and the next batch starts after it. */
  | { readonly kind: 'decodeBatch'; readonly batch: BatchToDecode }
  | { readonly kind: 'pngArrived'; readonly piece: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'pngEnded' };

/** The answers. */
export type DecoderEvent =
  | { readonly kind: 'batchDecoded'; readonly batch: VerifiedBatch }
  | { readonly kind: 'decodingFailed'; readonly failure: FailureData };
