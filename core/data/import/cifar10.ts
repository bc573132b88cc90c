import { DataError } from '../data-error.ts';
import type { NumericArray } from './numeric-array.ts';

const pixels = 3072;
const record = pixels + 1;
const classes = 10;

/** Names of the ten classes, in the order of their numbers. */
export const cifar10Classes = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;

/**
 * Reads a file of CIFAR-10's binary version: records of one label byte and 3072 bytes, the 32 x 32 red values before the
 * green and the blue ones. Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
 * @throws DataError unless it is a whole number of records, with labels from 0 to 9.
 */
export function readCifar10(bytes: Uint8Array, file: string): { images: NumericArray; labels: NumericArray } {
  const count = bytes.length / record;
  if (count === 0 || !Number.isInteger(count)) {
    const hundred = bytes.length > 0 && bytes.length % (record + 1) === 0;
    throw new DataError(
      file,
      hundred
        ? 'seems to be CIFAR-100; only the binary version of CIFAR-10 is read'
        : `has ${bytes.length} bytes, no whole number of CIFAR-10's records of ${record}`,
    );
  }
  for (let i = 0; i < count; i++) {
    const label = bytes[i * record]!;
    if (label >= classes)
      throw new DataError(file, `has label ${label} at ${i}, above ${classes - 1}: it is not CIFAR-10`);
  }
  return {
    images: {
      dimensions: [count, 32, 32, 3],
      integer: true,
      at(index) {
        const example = Math.floor(index / pixels);
        const rest = index - example * pixels;
        const place = Math.floor(rest / 3);
        return bytes[example * record + 1 + (rest - 3 * place) * 1024 + place]!;
      },
    },
    labels: { dimensions: [count], integer: true, at: (index) => bytes[index * record]! },
  };
}
