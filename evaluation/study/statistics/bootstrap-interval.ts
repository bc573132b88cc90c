import { uniform } from '../../../core/random/stream.ts';

/** Resamples: the 2.5% quantiles are then known to about 0.35%. */
const resamples = 1999;
/**
 * How far each resample's variance is drawn towards the sample's. Without it the few distinct values of a small sample
 * give resamples of no variance at all, and an interval without end; with it the interval of 3 to 20 normal values covers
 * the mean in 93 to 98% of draws, where the percentile and BCa intervals of 3 cover it in 75%.
 */
const shrinkage = 0.05;

/**
 * 95% interval of a mean by the studentised bootstrap (Efron and Tibshirani 1993, section 12.5), over resamples of a
 * random stream that is always the same: equal values in equal order give an equal interval.
 *
 * @param values finite.
 * @returns undefined below three values, whose spread says too little.
 */
export function bootstrapInterval(values: readonly number[]): readonly [number, number] | undefined {
  const n = values.length;
  if (n < 3) return undefined;
  const mean = meanOf(values);
  const variance = varianceOf(values, mean);
  if (variance === 0) return [mean, mean];
  const error = Math.sqrt(variance / n);
  const resample = new Float64Array(n);
  const studentised = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw++) {
    const rows = uniform(0, 'evaluation/study/bootstrap', draw, n);
    for (let i = 0; i < n; i++) resample[i] = values[Math.floor(rows[i]! * n)]!;
    const drawn = meanOf(resample);
    const spread = (1 - shrinkage) * varianceOf(resample, drawn) + shrinkage * variance;
    studentised[draw] = (drawn - mean) / Math.sqrt(spread / n);
  }
  studentised.sort();
  // Quantile k of 1999 is the 2000 k-th smallest.
  const quantile = (share: number): number => studentised[Math.round(share * (resamples + 1)) - 1]!;
  return [mean - quantile(0.975) * error, mean - quantile(0.025) * error];
}

/** Arithmetic mean; NaN of nothing. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Unbiased variance, divisor n - 1. */
function varianceOf(values: ArrayLike<number>, mean: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - mean) ** 2;
  return sum / (values.length - 1);
}
