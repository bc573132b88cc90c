import { covariance, mergeMoments } from '../linear-algebra/moments.ts';
import type { Moments } from '../linear-algebra/moments.ts';
import { traceSqrtProduct } from '../linear-algebra/trace-sqrt-product.ts';

/**
 * The squared Frechet distance between the Gaussians with two sets' means and unbiased covariances,
 * |mu1 - mu2|^2 + Tr(S1 + S2 - 2 (S1 S2)^(1/2)) (Dowson and Landau 1982; on network features it is the FID of Heusel
 * et al. 2017, arXiv:1706.08500). Biased upwards in the counts: compare only values at equal counts.
 *
 * @throws RangeError for fewer than two rows or rows of different lengths.
 */
export function frechetDistance(a: Moments, b: Moments): number {
  if (a.dimension !== b.dimension) throw new RangeError(`Features of ${a.dimension} and of ${b.dimension} differ.`);
  const { dimension } = a;
  const s1 = covariance(a);
  const s2 = covariance(b);
  let distance = -2 * traceSqrtProduct(s1, s2, dimension);
  for (let j = 0; j < dimension; j++) {
    const shift = a.mean[j]! - b.mean[j]!;
    distance += shift * shift + s1[j * dimension + j]! + s2[j * dimension + j]!;
  }
  // Never negative in exact arithmetic; equal sets can round to -1e-14.
  return Math.max(distance, 0);
}

/**
 * Standard error of the Frechet distance by the delete-a-group jackknife (Efron and Tibshirani 1993, section 11.5):
 * group g is left out of both sides. A bootstrap would resample with replacement, which inflates this
 * distance's bias. Yields after each group, so that a caller can take turns with other work.
 *
 * @param groupsA, groupsB moments of equally many disjoint groups of (nearly) equal size of each side, at least two.
 */
export function* frechetStandardError(
  groupsA: readonly Moments[],
  groupsB: readonly Moments[],
): Generator<void, number> {
  const groups = groupsA.length;
  if (groups < 2 || groupsB.length !== groups)
    throw new RangeError('The jackknife needs two groups or more on each side.');
  const left: number[] = [];
  for (let g = 0; g < groups; g++) {
    left.push(frechetDistance(allBut(groupsA, g), allBut(groupsB, g)));
    yield;
  }
  const mean = left.reduce((sum, x) => sum + x, 0) / groups;
  const squares = left.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return Math.sqrt((squares * (groups - 1)) / groups);
}

function allBut(groups: readonly Moments[], excluded: number): Moments {
  return groups.filter((_, g) => g !== excluded).reduce(mergeMoments);
}
