import type { Histogram } from '../protocol/records.ts';

const bins = 40;

/** The smallest of 1, 2, 5, 10, ... times a power of ten that is not below x > 0: an axis that seldom changes. */
export function roundUp(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  // Powers of ten below one are not exact: an x of 0.01 in 32 bits is 0.01 here.
  const mantissa = (x / power) * (1 - 1e-6);
  return power * (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10);
}

/**
 * Counts of some sets of values, from 0 or, when `signed`, from the other side of it, to a round number that holds the
 * largest. Values that are not finite are left out.
 */
export function histogramOf(sets: readonly Float32Array[], signed: boolean): Histogram {
  let largest = 0;
  for (const values of sets) {
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i]!);
      if (size > largest && size < Infinity) largest = size;
    }
  }
  const to = largest > 0 ? roundUp(largest) : 1;
  const from = signed ? -to : 0;
  const counts = new Uint32Array(bins);
  const scale = bins / (to - from);
  for (const values of sets) {
    for (let i = 0; i < values.length; i++) {
      const bin = Math.floor((values[i]! - from) * scale);
      // The last bin holds its upper end too; one that is not a number has no bin.
      if (bin >= 0 && bin < bins) counts[bin]!++;
      else if (bin >= bins && bin < Infinity) counts[bins - 1]!++;
      else if (bin < 0 && bin > -Infinity) counts[0]!++;
    }
  }
  return { from, to, counts };
}
