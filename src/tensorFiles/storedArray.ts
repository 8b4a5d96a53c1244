import { Failure } from '../failure.ts';
import type { AllocationBudget } from '../limits/allocationBudget.ts';
import {
  firstUnfit,
  inSinglePrecision,
  type NumberForm,
  type NumberTypeName,
  numberTypes,
} from './numberTypes.ts';
import { permuted } from './permuted.ts';

/**
 * An array in a file, which is read when it is needed: what is wrong with an array that is not needed does not matter.
 */
export interface StoredArray {
  readonly name: string;
  /** Empty where the file does not say it. */
  readonly shape: readonly number[];
  /** Null where it is of a type that is not read. */
  readonly type: NumberTypeName | null;
  /**
   * The numbers in single precision, row-major.
   *
   * @throws Failure `weights-file-damaged`, `weights-type-unread`, `reading-stopped`
   */
  readonly read: () => Float32Array<ArrayBuffer>;
  /** The first number that is not finite in single precision, as the file has it. Only for arrays that can be read. */
  readonly firstUnfit: () => number | null;
}

interface StoredNumbers extends Pick<StoredArray, 'name' | 'shape'> {
  /** Of all numbers, and no more. */
  readonly bytes: Uint8Array;
  readonly form: NumberForm;
  /** Whether the numbers are in Fortran's order: columns before rows. */
  readonly isByColumns?: boolean;
  /** What reading them may allocate. */
  readonly budget: AllocationBudget;
}

const singleBytes = 4;

export function storedNumbers({
  name,
  shape,
  bytes,
  form,
  isByColumns = false,
  budget,
}: StoredNumbers): StoredArray {
  const isTurned = isByColumns && shape.length > 1;
  const copies = isTurned ? 2 : 1;
  return {
    name,
    shape,
    type: form.type,
    read: () => {
      budget.take((copies * singleBytes * bytes.length) / numberTypes[form.type].bytes);
      const values = inSinglePrecision(bytes, form);
      if (!isTurned) return values;
      // The numbers are those of the array with its axes reversed.
      const reversed = shape.toReversed();
      return permuted(values, reversed, [...reversed.keys()].reverse());
    },
    firstUnfit: () => firstUnfit(bytes, form),
  };
}

/** An array of a type that no weights are of, such as texts. @param type as the file names it */
export function unreadArray(name: string, shape: readonly number[], type: string): StoredArray {
  const details = { array: name, type: type.slice(0, 40) };
  return unreadable(name, shape, new Failure({ code: 'weights-type-unread', details }));
}

/** @param failure what reading it throws */
export function unreadable(name: string, shape: readonly number[], failure: Failure): StoredArray {
  const fail = () => {
    throw failure;
  };
  return { name, shape, type: null, read: fail, firstUnfit: () => null };
}
