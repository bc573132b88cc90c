import { DataError } from '../data-error.ts';
import type { NumericArray } from './numeric-array.ts';
import { numericArray } from './numeric-array.ts';

/** Types of values by the third byte of an IDX file. */
const kinds: Readonly<Record<number, string>> = {
  0x08: 'u1',
  0x09: 'i1',
  0x0b: 'i2',
  0x0c: 'i4',
  0x0d: 'f4',
  0x0e: 'f8',
};
const mostDimensions = 8;

/** Whether bytes begin as an IDX file does. */
export const looksLikeIdx = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && kinds[bytes[2]!] !== undefined && bytes[3]! > 0;

/**
 * Reads an IDX file of any of its types: two zero bytes, a type, the number of dimensions, each as a big-endian uint32,
 * then the values, big-endian, the last dimension fastest (LeCun, Cortes, Burges, "The MNIST database", 1998).
 * @throws DataError for anything but a whole file with nothing after it.
 */
export function readIdx(bytes: Uint8Array, file: string): NumericArray {
  if (!looksLikeIdx(bytes)) throw new DataError(file, 'is not an IDX file of a known type');
  const rank = bytes[3]!;
  const header = 4 + 4 * rank;
  if (rank > mostDimensions) throw new DataError(file, `has ${rank} dimensions, more than ${mostDimensions}`);
  if (bytes.length < header)
    throw new DataError(file, `is cut short: ${bytes.length} bytes, of ${header} of its header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, header);
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  return numericArray(bytes.subarray(header), file, kinds[bytes[2]!]!, { dimensions, little: false });
}
