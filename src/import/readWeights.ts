import { isCheckpoint } from '../checkpoint/codec.ts';
import { Failure } from '../failure.ts';
import type { AllocationBudget } from '../limits/allocationBudget.ts';
import { maxWeightsBytes } from '../limits/readingLimits.ts';
import { decodeNpz } from '../tensorFiles/npz.ts';
import { openSafetensors } from '../tensorFiles/openSafetensors.ts';
import { decodedText, parseJsonText } from '../tensorFiles/parseJson.ts';
import type { StoredArray } from '../tensorFiles/storedArray.ts';
import { readTfjsModel } from './readTfjsModel.ts';
import { textsIn } from './textsIn.ts';
import { type ChosenFile, inFile, type WeightsContents } from './weightsFile.ts';

/**
 * Opens files of weights, in any format that the page writes and in the usual variants of other programs. Several files together
 * are one network.
 *
 * @throws Failure `weights-file-unknown`, `weights-file-too-large`, `weights-file-damaged`, `weights-kind-unread`,
 *   `weights-type-unread`, `weights-part-missing`, `weights-of-different-checkpoints`, `weights-unsuitable`,
 *   `reading-stopped`
 */
export function readWeights(files: readonly ChosenFile[], budget: AllocationBudget): WeightsContents {
  requireSizes(files.map(({ name, bytes }) => ({ name, size: bytes.length })));
  const parts = files
    .filter((file) => endingOf(file) !== '.bin')
    .map((file) => ({ file: file.name, ...inFile(file.name, () => readFormat(file, files, budget)) }));
  if (parts.length === 0)
    throw new Failure({ code: 'weights-part-missing', details: { missing: 'the model’s .json' } });
  requireOneCheckpoint(parts);
  // Several files may have the same entry, such as how inputs are made; where they differ, the last one wins.
  return {
    arrays: parts.flatMap(({ arrays }) => arrays),
    description: Object.assign({}, ...parts.map(({ description }) => description)),
    unread: parts.flatMap(({ unread }) => unread),
    model: parts.findLast(({ model }) => model)?.model ?? null,
    checkpoint: parts.find(({ checkpoint }) => checkpoint)?.checkpoint ?? null,
  };
}

interface Part extends Pick<WeightsContents, 'description'> {
  readonly file: string;
}

/** The page's files say which weights they belong to; those of earlier versions do not all, and those of other programs never. */
function requireOneCheckpoint(parts: readonly Part[]): void {
  const marked = parts.flatMap(({ file, description }) => {
    const mark = description.weights_crc32 ?? '';
    return /^[\da-f]{8}$/.test(mark) ? [{ file, mark }] : [];
  });
  const [first] = marked;
  const other = marked.find(({ mark }) => mark !== first?.mark);
  if (!first || !other) return;
  const details = { first: first.file, second: other.file };
  throw new Failure({ code: 'weights-of-different-checkpoints', details });
}

/**
 * Bounds what the files of a network hold together, before they are read.
 *
 * @param files `size` in bytes
 * @throws Failure `weights-file-too-large`
 */
export function requireSizes(files: readonly Pick<File, 'name' | 'size'>[]): void {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= maxWeightsBytes) return;
  const { name: file, size: byteLength } = files.find(({ size }) => size > maxWeightsBytes) ?? {
    name: null,
    size: total,
  };
  const details = { file, byteLength, limitBytes: maxWeightsBytes };
  throw new Failure({ code: 'weights-file-too-large', details });
}

/** `.npz`, in small letters. */
export function endingOf({ name }: Pick<ChosenFile, 'name'>): string {
  return name.slice(name.lastIndexOf('.')).toLowerCase();
}

function readFormat(
  file: ChosenFile,
  files: readonly ChosenFile[],
  budget: AllocationBudget,
): WeightsContents {
  switch (endingOf(file)) {
    case '.safetensors': {
      const { arrays, metadata } = openSafetensors(file.bytes, budget);
      const contents = contentsOf(file, arrays, metadata);
      return isCheckpoint(contents.description) ? { ...contents, checkpoint: file } : contents;
    }
    case '.npz': {
      const { arrays, metadata } = decodeNpz(file.bytes, budget);
      return contentsOf(file, arrays, metadata === null ? {} : metadataIn(metadata, budget));
    }
    case '.json':
      return readTfjsModel(
        file,
        files.filter((other) => endingOf(other) === '.bin'),
        budget,
      );
    default:
      throw new Failure({ code: 'weights-file-unknown', details: { file: file.name } });
  }
}

function contentsOf(
  { name: file }: ChosenFile,
  arrays: readonly StoredArray[],
  metadata: unknown,
): WeightsContents {
  const { texts, others } = textsIn(metadata);
  return {
    arrays: arrays.map((array) => ({ ...array, file })),
    description: texts,
    unread: others,
    model: null,
    checkpoint: null,
  };
}

/**
 * The text itself where it is no JSON, as that of another program may be. That of the page is damaged then; without it, nothing
 * would say what the weights' checksum is.
 */
function metadataIn(json: Uint8Array, budget: AllocationBudget): unknown {
  const text = decodedText(json, budget);
  try {
    return parseJsonText(text, budget);
  } catch (error) {
    if (error instanceof Failure && !text.includes('weights_crc32')) return text;
    throw error;
  }
}
