import * as v from 'valibot';
import { Failure } from '../failure.ts';
import { classNames } from './cifar10.ts';

/**
 * Reads a file of labels: a JSON array with one integer per picture.
 *
 * @param file its name, for the failure
 * @param count how many there must be
 * @returns [count], values 0 to 9
 * @throws Failure `labels-damaged`
 */
export function parseLabels(json: Uint8Array, file: string, count: number): Uint8Array<ArrayBuffer> {
  const label = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(classNames.length - 1));
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(json));
    return Uint8Array.from(v.parse(v.pipe(v.array(label), v.length(count)), parsed));
  } catch (cause) {
    throw new Failure({ code: 'labels-damaged', details: { file } }, { cause });
  }
}
