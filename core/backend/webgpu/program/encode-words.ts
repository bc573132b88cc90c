import type { Dispatch, Word } from './dispatch.ts';
import type { Arena } from './memory.ts';
import { wordBytes } from './pipelines.ts';

/** The words of all dispatches, as one uniform buffer holds them. */
export interface EncodedWords {
  readonly values: Uint32Array<ArrayBuffer>;
  readonly places: readonly Place[];
}

interface Place {
  /** Bytes that are bound. */
  readonly size: number;
  /** Where they start, in bytes, for each version of the memory. */
  readonly offsets: readonly number[];
}

const infinityBits = 0x7f800000;

/** Writes down what each dispatch is told, once for each version of the memory. */
export function encodeWords({
  dispatches,
  versions,
  scratch,
}: Pick<Arena, 'dispatches' | 'versions' | 'scratch'>): EncodedWords {
  let end = 0;
  const places = dispatches.map(({ words }) => {
    const size = wordBytes(words.length);
    const offsets = versions.map(() => (end += size) - size);
    return { size, offsets };
  });
  const values = new Uint32Array(end / 4 || 1);
  dispatches.forEach(({ words }: Dispatch<number>, index) => {
    versions.forEach((starts, version) => {
      const at = places[index]!.offsets[version]! / 4;
      const number = (word: Word<number>) =>
        word === 'scratch' ? scratch : typeof word === 'number' ? word : starts[word.buffer]!;
      values[at] = infinityBits;
      values.set(words.map(number), at + 1);
    });
  });
  return { values, places };
}
