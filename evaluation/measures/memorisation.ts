import { normalCdf } from '../../core/random/normal-cdf.ts';
import { Ranking } from './ranking.ts';

/** Share of held-out examples that lie nearer to a training example than what is called a copy. */
const copyQuantile = 0.01;

/** How samples lie to the training examples, compared with held-out examples. */
export interface Memorisation {
  /** Median distance of the samples over that of the held-out examples: 1 for a perfect sampler, 0 for copies. */
  readonly ratio: number;
  /** Samples nearer than all but 1% of the held-out examples. */
  readonly copies: number;
  /** Chance that a sample is nearer than a held-out example, ties counting half: 1/2 for a perfect sampler. */
  readonly nearer: number;
  /** Of `nearer`, if both were of one distribution. */
  readonly standardError: number;
  /** The chance of so large a `nearer`, and of so many copies, if both were of one distribution; one-sided. */
  readonly pNearer: number;
  readonly pCopies: number;
}

/**
 * Whether samples repeat training examples: distances to the nearest training example, of samples and of held-out
 * examples, by the Mann-Whitney test of Meehan, Chaudhuri and Dasgupta 2020 (arXiv:2004.05675), and by the share of
 * samples nearer than the first percentile of the held-out ones, which finds few copies among many good samples.
 *
 * @param samples, heldOut distances to the nearest of the same training examples. @throws RangeError for none.
 */
export function memorisation(samples: Float64Array, heldOut: Float64Array): Memorisation {
  const [n, m] = [samples.length, heldOut.length];
  if (n === 0 || m === 0) throw new RangeError('Memorisation needs samples and held-out examples.');
  const ranking = new Ranking(
    Float64Array.from({ length: n + m }, (_, i) => -(i < n ? samples[i]! : heldOut[i - n]!)),
    Uint8Array.from({ length: n + m }, (_, i) => (i < n ? 1 : 0)),
  );
  const nearer = ranking.auroc();
  const standardError = Math.sqrt((n + m + 1) / (12 * n * m));
  const limit = quantile(heldOut, copyQuantile);
  const count = (distances: Float64Array) => distances.reduce((sum, d) => sum + (d < limit ? 1 : 0), 0);
  const [copies, expected] = [count(samples), count(heldOut)];
  // Of the two-proportion test with the pooled share; nothing is expected of equal distances.
  const pooled = (copies + expected) / (n + m);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  return {
    ratio: ratioOfMedians(samples, heldOut),
    copies,
    nearer,
    standardError,
    pNearer: normalCdf((0.5 - nearer) / standardError),
    pCopies: spread === 0 ? 1 : normalCdf((expected / m - copies / n) / spread),
  };
}

/** The median of one set over that of another. */
export function ratioOfMedians(a: Float64Array, b: Float64Array): number {
  return quantile(a, 0.5) / quantile(b, 0.5);
}

/** The smallest value with more than a share q of the values at or below it. */
function quantile(values: Float64Array, q: number): number {
  return values.slice().sort()[Math.min(Math.floor(q * values.length), values.length - 1)]!;
}
