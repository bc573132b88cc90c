import { uniform } from '../../../core/random/stream.ts';

/** Pairs up to which every assignment of signs is tried: 2^16 of them. */
const mostExact = 16;
/** Assignments drawn beyond that. */
const draws = 9999;
/** Sums that differ by rounding alone are equal: a relative margin far above the rounding of a hundred additions. */
const rounding = 1e-12;

/**
 * Two-sided p of the paired permutation test (Fisher 1935, section 21) for the mean of differences: the share of
 * assignments of signs, each as likely as any other when the two sides are exchangeable, whose mean is at least as far
 * from 0. Exact up to 16 pairs; above, of 9999 drawn assignments and the one seen (Phipson and Smyth 2010).
 *
 * @param differences finite, at least one.
 */
export function signFlipP(differences: readonly number[]): number {
  const seen = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  const scale = differences.reduce((sum, d) => sum + Math.abs(d), 0);
  const least = seen - rounding * scale;
  const n = differences.length;
  if (n <= mostExact) {
    // The first sign can stay: turning all of them around changes nothing.
    const total = 2 ** (n - 1);
    let extreme = 0;
    for (let signs = 0; signs < total; signs++) {
      let sum = differences[0]!;
      for (let i = 1; i < n; i++) sum += (signs >>> (i - 1)) & 1 ? -differences[i]! : differences[i]!;
      if (Math.abs(sum) >= least) extreme++;
    }
    return extreme / total;
  }
  let extreme = 1;
  for (let draw = 0; draw < draws; draw++) {
    const signs = uniform(0, 'evaluation/study/sign-flip', draw, n);
    const sum = differences.reduce((total, d, i) => total + (signs[i]! < 0.5 ? -d : d), 0);
    if (Math.abs(sum) >= least) extreme++;
  }
  return extreme / (draws + 1);
}

/** The least p that the test can give for so many pairs. */
export function leastSignFlipP(n: number): number {
  if (n < 1) return 1;
  return n <= mostExact ? 2 ** (1 - n) : 1 / (draws + 1);
}
