import { uniform } from '../random/stream.ts';
import type { Split } from './dataset.ts';

/** Seed of sets that are the same for every run; the streams' names keep it apart from a run with the same seed. */
export const fixedSeed = 0;

/** The streams of a set's splits. */
export const streamsOf = (name: string): Readonly<Record<Split, string>> => ({
  train: `${name}/train`,
  test: `${name}/test`,
});

/** Uniform numbers in [0, 1), `each` for every example of a split, `[count, each]`. */
export function uniformsOfAll(stream: string, count: number, each: number): Float32Array {
  return uniform(fixedSeed, stream, 0, count * each);
}

/** Fills `into` with the uniform numbers in [0, 1) of one example, which depend on the stream and its index alone. */
export function uniformsOfOne(stream: string, index: number, into: Float32Array): Float32Array {
  return uniform(fixedSeed, stream, index, into.length, 0, into);
}
