import { DataError } from './data-error.ts';

/**
 * The IDX format of the MNIST family (LeCun, Cortes, Burges, "The MNIST database", 1998): two zero bytes, a type byte,
 * the number of dimensions, each dimension as a big-endian uint32, then the values with the last dimension fastest.
 * Only unsigned bytes (type 0x08) are read: no file of the family holds another type.
 */
export interface IdxArray {
  readonly dimensions: readonly number[];
  /** Row-major; as many as the product of the dimensions. */
  readonly values: Uint8Array;
}

const unsignedByte = 0x08;

/**
 * Reads an IDX file. The values are a view of `bytes`, not a copy.
 *
 * @param file name for messages.
 * @throws DataError for anything but a whole IDX file of unsigned bytes with nothing after it.
 */
export function decodeIdx(bytes: Uint8Array, file: string): IdxArray {
  if (bytes.length < 4) throw new DataError(file, `is cut short: ${bytes.length} bytes are no IDX header`);
  const [zero, alsoZero, type, rank] = bytes as unknown as [number, number, number, number];
  if (zero !== 0 || alsoZero !== 0)
    throw new DataError(file, 'is not an IDX file: it does not begin with two zero bytes');
  if (type !== unsignedByte) {
    throw new DataError(
      file,
      `holds values of IDX type 0x${type.toString(16).padStart(2, '0')}; only unsigned bytes (0x08) are read`,
    );
  }
  if (rank === 0) throw new DataError(file, 'has no dimensions');
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new DataError(file, `is cut short: ${bytes.length} bytes, of ${header} in a header of ${rank} dimensions`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, header);
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = dimensions.reduce((product, dimension) => product * dimension, 1);
  const found = bytes.length - header;
  if (found < size)
    throw new DataError(file, `is cut short: ${found} values, of ${size} for ${dimensions.join(' x ')}`);
  if (found > size) throw new DataError(file, `has ${found - size} bytes after its ${dimensions.join(' x ')} values`);
  return { dimensions, values: bytes.subarray(header) };
}

/**
 * Writes an IDX file of unsigned bytes.
 *
 * @throws RangeError when the values do not fill the dimensions, or a dimension is not a uint32.
 */
export function encodeIdx({ dimensions, values }: IdxArray): Uint8Array {
  const rank = dimensions.length;
  if (rank < 1 || rank > 255) throw new RangeError(`IDX takes 1 to 255 dimensions, not ${rank}`);
  for (const dimension of dimensions) {
    if (!Number.isInteger(dimension) || dimension < 0 || dimension > 0xffffffff) {
      throw new RangeError(`an IDX dimension is a uint32, not ${dimension}`);
    }
  }
  const size = dimensions.reduce((product, dimension) => product * dimension, 1);
  if (size !== values.length) throw new RangeError(`${values.length} values do not fill ${dimensions.join(' x ')}`);
  const bytes = new Uint8Array(4 + 4 * rank + size);
  const view = new DataView(bytes.buffer);
  bytes[2] = unsignedByte;
  bytes[3] = rank;
  dimensions.forEach((dimension, i) => view.setUint32(4 + 4 * i, dimension));
  bytes.set(values, 4 + 4 * rank);
  return bytes;
}
