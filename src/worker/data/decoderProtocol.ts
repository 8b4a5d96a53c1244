import type { BatchToDecode } from '../../data/decodeBatch.ts';
import type { VerifiedBatch } from '../../data/importing.ts';
import type { FailureData } from '../../failure.ts';

/** What the data worker asks of a decoding worker. The pieces are handed over, not copied. */
export type DecoderCommand =
  /** Its PNG follows. Answered once; the next comes after the answer. */
  | { readonly kind: 'decodeBatch'; readonly batch: BatchToDecode }
  | { readonly kind: 'pngArrived'; readonly piece: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'pngEnded' };

/** Its answers. */
export type DecoderEvent =
  | { readonly kind: 'batchDecoded'; readonly batch: VerifiedBatch }
  | { readonly kind: 'decodingFailed'; readonly failure: FailureData };
