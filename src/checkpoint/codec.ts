import * as v from 'valibot';
import { Failure } from '../failure.ts';
import { AllocationBudget } from '../limits/allocationBudget.ts';
import { crc32 } from '../tensorFiles/crc32.ts';
import { bytesOf, type NamedArray } from '../tensorFiles/namedArray.ts';
import { parseJsonText } from '../tensorFiles/parseJson.ts';
import { decodeSafetensors, encodeSafetensors } from '../tensorFiles/safetensors.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointFailure } from './checkpointFailure.ts';
import { checkpointSummarySchema, runHistorySchema } from './checkpointSchema.ts';

/*
 * A checkpoint is encoded as a safetensors file, which common tools can open: the weights as tensors `[inputs, outputs]`, and in
 * the metadata the schema's version, summary and history as JSON, and a CRC-32 of all that.
 */

/** Version 2 added hyperparameters, the optimizer's slots, validation, and changes during the run. */
const schemaVersion = 2;

const metadataSchema = v.object({
  schema: v.pipe(v.string(), v.regex(/^\d{1,6}$/)),
  summary: v.string(),
  history: v.string(),
  crc32: v.string(),
});

/**
 * Whether a safetensors file is a checkpoint, by its metadata. Other programs use some of the same names; a damaged checkpoint may
 * lack one.
 */
export function isCheckpoint(metadata: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(metadataSchema.entries);
  return names.filter((name) => metadata[name] !== undefined).length >= names.length - 1;
}

export function encodeCheckpoint({ summary, history, weights }: Checkpoint): Uint8Array<ArrayBuffer> {
  const texts = { summary: JSON.stringify(summary), history: JSON.stringify(history) };
  return encodeSafetensors(weights, {
    schema: String(schemaVersion),
    ...texts,
    crc32: checksumOf(weights, texts.summary, texts.history),
  });
}

/**
 * @param id names the checkpoint in failures
 * @throws Failure `checkpoint-damaged`; `checkpoint-too-new` where a later version of this program wrote it; `reading-stopped`,
 *   `out-of-memory`
 */
export function decodeCheckpoint(bytes: Uint8Array, id: string, budget = new AllocationBudget()): Checkpoint {
  try {
    return decoded(bytes, id, budget);
  } catch (cause) {
    throw checkpointFailure(cause, id);
  }
}

function decoded(bytes: Uint8Array, id: string, budget: AllocationBudget): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, budget);
  const { schema, summary, history, crc32: stated } = v.parse(metadataSchema, metadata);
  if (Number(schema) > schemaVersion)
    throw new Failure({ code: 'checkpoint-too-new', details: { id, schema } });
  if (checksumOf(tensors, summary, history) !== stated) throw new RangeError('the checksum is wrong');
  return {
    summary: v.parse(checkpointSummarySchema, parseJsonText(summary, budget)),
    history: v.parse(runHistorySchema, parseJsonText(history, budget)),
    weights: tensors,
  };
}

function checksumOf(weights: readonly NamedArray[], summary: string, history: string): string {
  const encoder = new TextEncoder();
  const names = weights.map(({ name, shape }) => `${name} ${shape.join('x')}`).join('\n');
  const texts = [names, summary, history].map((text) => encoder.encode(text));
  return crc32(...texts, ...weights.map(bytesOf))
    .toString(16)
    .padStart(8, '0');
}
