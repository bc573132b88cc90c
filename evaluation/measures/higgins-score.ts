import { uniform } from '../../core/random/stream.ts';
import type { Rows } from '../linear-algebra/moments.ts';
import { linearClassifier } from './linear-classifier.ts';

/** Pairs of examples for one point of the classifier. */
export const pairsAPoint = 64;

/** Pairs of examples that share the value of one factor. */
export interface FactorPairs {
  /** The factor that each point's pairs share, `[points]`. */
  readonly shared: Int32Array;
  /** Factor values of the two examples of every pair, `[points, pairsAPoint, 2, factors]`. */
  readonly values: Int32Array;
}

/** Draws the pairs: every value uniform, the shared one equal in both. A function of the arguments. */
export function factorPairs(stream: string, points: number, sizes: readonly number[]): FactorPairs {
  const factors = sizes.length;
  const width = pairsAPoint * 2 * factors;
  const shared = Int32Array.from(uniform(0, `evaluation/${stream}/shared`, 0, points), (u) => Math.floor(u * factors));
  const draws = uniform(0, `evaluation/${stream}/values`, 0, points * width);
  const values = Int32Array.from(draws, (u, at) => Math.floor(u * sizes[at % factors]!));
  for (let point = 0; point < points; point++) {
    for (let at = point * width + shared[point]!; at < (point + 1) * width; at += 2 * factors) {
      values[at + factors] = values[at]!;
    }
  }
  return { shared, values };
}

/**
 * What the classifier sees of each point: the mean over its pairs of the latents' absolute differences, `[points,
 * dimension]`, from latents `[points, pairsAPoint, 2, dimension]`.
 */
export function meanDifferences(latents: Rows, dimension: number): Float64Array {
  const width = pairsAPoint * 2 * dimension;
  const means = new Float64Array((latents.length / width) * dimension);
  for (let start = 0, point = 0; start < latents.length; start += width, point++) {
    for (let at = start; at < start + width; at += 2 * dimension) {
      for (let j = 0; j < dimension; j++) {
        means[point * dimension + j]! += Math.abs(latents[at + j]! - latents[at + dimension + j]!) / pairsAPoint;
      }
    }
  }
  return means;
}

/**
 * The disentanglement metric of Higgins et al. 2017 (beta-VAE, section 3): how often a linear classifier tells from mean
 * differences of latents which factor the pairs share. 1 for latents that are the factors; 1 / factors by guessing.
 *
 * @param trained points the classifier learns from. @param tested points that it has not seen.
 * @returns how many of the tested ones it tells.
 */
export function* higginsHits(
  trained: { readonly differences: Float64Array; readonly shared: Int32Array },
  tested: { readonly differences: Float64Array; readonly shared: Int32Array },
  dimension: number,
  factors: number,
): Generator<void, number> {
  const classify = yield* linearClassifier(trained.differences, dimension, trained.shared, factors);
  return tested.shared.reduce(
    (hits, factor, i) => hits + (classify(tested.differences, i * dimension) === factor ? 1 : 0),
    0,
  );
}
