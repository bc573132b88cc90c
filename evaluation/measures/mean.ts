import type { Rows } from '../linear-algebra/moments.ts';

export interface Estimate {
  readonly mean: number;
  /** Standard deviation of the mean; infinite for a single value. */
  readonly standardError: number;
}

/** Mean of values with its standard error, in float64. @throws RangeError for none. */
export function meanOf(values: Rows): Estimate {
  const count = values.length;
  if (count === 0) throw new RangeError('A mean needs a value.');
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, standardError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : Infinity };
}

/** The two-sided 95% point of the standard normal distribution. */
const normal95 = 1.959963984540054;

/** The 95% interval of an estimate that is near enough to normal, cut to the values that the figure can take. */
export function normalInterval(
  value: number,
  standardError: number,
  limits: readonly [number, number] = [-Infinity, Infinity],
): readonly [number, number] {
  const half = normal95 * standardError;
  return [Math.max(value - half, limits[0]), Math.min(value + half, limits[1])];
}
