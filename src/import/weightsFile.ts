import type { KerasLayer } from '../export/kerasLayers.ts';
import { Failure, type FailureData } from '../failure.ts';
import type { StoredArray } from '../tensorFiles/storedArray.ts';

/** A file that the user chose. */
export interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** An array in one of the chosen files. */
export interface FileArray extends StoredArray {
  readonly file: string;
}

/** The contents of files of weights, whatever their format: arrays under the files' own names, and metadata texts. */
export interface WeightsContents {
  readonly arrays: readonly FileArray[];
  readonly description: Readonly<Record<string, string>>;
  /** The names of what else is in the files. */
  readonly unread: readonly string[];
  /** The layers of a Keras model, each taking what the one before returns; null in formats that do not have them. */
  readonly model: readonly KerasLayer[] | null;
  /** The file among them that is a checkpoint of this page. */
  readonly checkpoint: ChosenFile | null;
}

/**
 * The numbers of an array that is needed.
 *
 * @throws Failure `weights-file-damaged`, `weights-type-unread`, `weights-not-finite`
 */
export function valuesOf(array: FileArray): Float32Array<ArrayBuffer> {
  const { name, file, read, firstUnfit } = array;
  const values = inFile(file, read);
  if (values.every(Number.isFinite)) return values;
  const value = String(firstUnfit());
  throw new Failure({ code: 'weights-not-finite', details: { array: name, value, file } });
}

/** Does the work; what fails in it names this file, or these files, unless it names another one. */
export function inFile<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) throw new Failure(withFile(error.data, file), { cause: error });
    throw error;
  }
}

function withFile(data: FailureData, file: string): FailureData {
  switch (data.code) {
    case 'weights-file-damaged':
      return { code: data.code, details: { file, ...data.details } };
    case 'weights-kind-unread':
      return { code: data.code, details: { file, ...data.details } };
    case 'weights-type-unread':
      return { code: data.code, details: { file, ...data.details } };
    case 'weights-part-missing':
      return { code: data.code, details: { file, ...data.details } };
    case 'weights-mean-missing':
      return { code: data.code, details: { file, ...data.details } };
    case 'weights-input-order-unknown':
      return { code: data.code, details: { file, ...data.details } };
    case 'weights-ambiguous':
      return { code: data.code, details: { file, ...data.details } };
    case 'weights-wrong-shape':
      return { code: data.code, details: { file, ...data.details } };
    case 'reading-stopped':
      return { code: data.code, details: { file, ...data.details } };
    case 'weights-unsuitable':
      return { code: data.code, details: { file, ...data.details } };
    default:
      return data;
  }
}
