import { crc32 } from '../tensorFiles/crc32.ts';
import { bytesOf, type NamedArray } from '../tensorFiles/namedArray.ts';

/**
 * CRC-32 of a network's arrays from the first layer to the last, matrices as `[inputs, outputs]`, in eight hexadecimal digits.
 * Every format includes it, so that opening a file can verify that the weights are unchanged, despite transposing and padding.
 */
export function weightsChecksum(arrays: readonly NamedArray[]): string {
  return crc32(...arrays.map(bytesOf))
    .toString(16)
    .padStart(8, '0');
}
