import { permutation, uniform } from '../../core/random/stream.ts';

/** Enough for a standard error good to 5% (Efron and Tibshirani 1993, section 6.4). */
const bootstrapResamples = 200;

/**
 * Standard error of a statistic of independent rows by the bootstrap (Efron and Tibshirani 1993, algorithm 6.1): its
 * standard deviation over sets of `count` rows drawn with replacement. Yields after each.
 *
 * @param name of the random stream; equal names draw equal rows.
 * @param statistic a function of row numbers.
 */
export function* bootstrapStandardError(
  name: string,
  count: number,
  statistic: (rows: Int32Array) => number,
): Generator<void, number> {
  const values: number[] = [];
  for (let index = 0; index < bootstrapResamples; index++) {
    const draws = uniform(0, `evaluation/bootstrap/${name}`, index, count);
    values.push(statistic(Int32Array.from(draws, (u) => Math.floor(u * count))));
    yield;
  }
  return standardDeviation(values);
}

/** Unbiased standard deviation (divisor n - 1). */
function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1));
}

/** Row numbers drawn without replacement: subset `index` of a named family. @throws RangeError when there are too few. */
export function subset(name: string, index: number, count: number, size: number): Uint32Array {
  if (size > count) throw new RangeError(`A subset of ${size} needs more than ${count} rows.`);
  return permutation(0, `evaluation/subset/${name}`, index, count).subarray(0, size);
}
