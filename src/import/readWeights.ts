import * as v from 'valibot';
import { Failure } from '../failure.ts';
import { decodeNpz } from '../tensorFiles/npz.ts';
import { decodeSafetensors } from '../tensorFiles/safetensors.ts';
import { parseJson } from './parseJson.ts';
import { readTfjsModel } from './readTfjsModel.ts';
import type { ChosenFile, WeightsContents } from './weightsFile.ts';

/** Enough for the largest networks that can be chosen with a whitening matrix: they take 44 MB, the matrix 38. */
export const maxWeightsBytes = 100_000_000;

const texts = v.record(v.string(), v.string());

/**
 * Reads files of weights, in any format that the page writes and in the usual variants of other programs. Several files together
 * are one network.
 *
 * @throws Failure `weights-file-unknown`, `weights-file-too-large`, `weights-file-damaged`, `weights-part-missing`, `weights-unsuitable`
 */
export function readWeights(files: readonly ChosenFile[]): WeightsContents {
  for (const { name, bytes } of files) requireSize(name, bytes.length);
  const parts = files.filter(({ name }) => !name.endsWith('.bin')).map((file) => readFile(file, files));
  if (parts.length === 0)
    throw new Failure({ code: 'weights-part-missing', details: { missing: 'the model’s .json' } });
  // Several files may have the same entry, such as how inputs are made; where they differ, the last one wins.
  return {
    arrays: parts.flatMap(({ arrays }) => arrays),
    description: Object.assign({}, ...parts.map(({ description }) => description)),
    topology: parts.findLast(({ topology }) => topology)?.topology ?? null,
  };
}

/** @throws Failure `weights-file-too-large` */
export function requireSize(file: string, byteLength: number): void {
  if (byteLength <= maxWeightsBytes) return;
  const details = { file, byteLength, limitBytes: maxWeightsBytes };
  throw new Failure({ code: 'weights-file-too-large', details });
}

function readFile(file: ChosenFile, files: readonly ChosenFile[]): WeightsContents {
  try {
    return readFormat(file, files);
  } catch (error) {
    if (error instanceof Failure && error.data.code === 'weights-file-damaged') {
      const details = { reason: error.data.details.reason, file: file.name };
      throw new Failure({ code: 'weights-file-damaged', details }, { cause: error });
    }
    throw error;
  }
}

function readFormat(file: ChosenFile, files: readonly ChosenFile[]): WeightsContents {
  switch (file.name.slice(file.name.lastIndexOf('.')).toLowerCase()) {
    case '.safetensors': {
      const { tensors, metadata } = decodeSafetensors(file.bytes);
      return { arrays: tensors, description: metadata, topology: null };
    }
    case '.npz': {
      const { arrays, metadata } = decodeNpz(file.bytes, maxWeightsBytes);
      return { arrays, description: metadata === null ? {} : textsIn(metadata), topology: null };
    }
    case '.json':
      return readTfjsModel(
        file,
        files.filter(({ name }) => name.endsWith('.bin')),
      );
    default:
      throw new Failure({ code: 'weights-file-unknown', details: { file: file.name } });
  }
}

function textsIn(json: string): Record<string, string> {
  const parsed = v.safeParse(texts, parseJson(json));
  if (parsed.success) return parsed.output;
  throw new Failure({ code: 'weights-file-damaged', details: { reason: 'its metadata are not texts' } });
}
