import type { AllocationBudget } from '../limits/allocationBudget.ts';
import { type NumberTypeName, numberTypes } from './numberTypes.ts';
import { requireBytes, type StoredTensor, safetensorsParts } from './safetensors.ts';
import { type StoredArray, storedNumbers, unreadArray } from './storedArray.ts';

/** The format's names for the types that can be read. All of its numbers are little-endian. */
const typeNames: ReadonlyMap<string, NumberTypeName> = new Map([
  ['BF16', 'bfloat16'],
  ['F16', 'float16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
  ['I8', 'int8'],
  ['I16', 'int16'],
  ['I32', 'int32'],
  ['I64', 'int64'],
  ['U8', 'uint8'],
  ['U16', 'uint16'],
  ['U32', 'uint32'],
  ['U64', 'uint64'],
]);

export interface OpenedSafetensors {
  readonly arrays: readonly StoredArray[];
  /** The format allows only texts and null; other programs write other values, too. */
  readonly metadata: unknown;
}

/**
 * Opens an untrusted safetensors file of any program, whose arrays are read later.
 *
 * @throws Failure `weights-file-damaged` where its parts contradict each other, `reading-stopped`
 */
export function openSafetensors(file: Uint8Array, budget: AllocationBudget): OpenedSafetensors {
  const { tensors, metadata } = safetensorsParts(file, budget);
  return { arrays: tensors.map((tensor) => storedArray(tensor, budget)), metadata };
}

function storedArray(tensor: StoredTensor, budget: AllocationBudget): StoredArray {
  const { name, shape, bytes } = tensor;
  const type = typeNames.get(tensor.type);
  if (!type) return unreadArray(name, shape, tensor.type);
  requireBytes(tensor, numberTypes[type].bytes);
  return storedNumbers({ name, shape, bytes, form: { type, isLittleEndian: true }, budget });
}
