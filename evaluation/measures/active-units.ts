import type { Rows } from '../linear-algebra/moments.ts';

/** Variance of its posterior mean above which a latent unit is counted as used. */
const threshold = 0.01;

/**
 * Variance over examples of each latent's posterior mean, Cov_x(E_q[u]), from means `[count, dimension]`: `[dimension]`.
 *
 * @param rows The examples to count, each as often as it occurs; all of them when left out.
 */
export function unitVariances(means: Rows, dimension: number, rows?: ArrayLike<number>): Float64Array {
  const count = rows?.length ?? means.length / dimension;
  if (count === 0) throw new RangeError('A variance needs an example.');
  const at = (i: number): number => (rows ? rows[i]! : i) * dimension;
  const mean = new Float64Array(dimension);
  for (let i = 0; i < count; i++) for (let j = 0; j < dimension; j++) mean[j]! += means[at(i) + j]! / count;
  const variances = new Float64Array(dimension);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < dimension; j++) variances[j]! += (means[at(i) + j]! - mean[j]!) ** 2 / count;
  }
  return variances;
}

/** Latents that the posterior uses: those whose variance is above 0.01 (Burda et al. 2015, arXiv:1509.00519, section 5.1). */
export function activeUnits(variances: Float64Array): number {
  return variances.filter((variance) => variance > threshold).length;
}
