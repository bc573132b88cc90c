import { cholesky, solveLower } from '../linear-algebra/cholesky.ts';
import { symmetricEigen } from '../linear-algebra/symmetric-eigen.ts';
import type { Moments, Rows } from '../linear-algebra/moments.ts';
import type { LinearGaussian } from '../metric.ts';

/**
 * log p(x) of rows `[count, size]` in nats under x = weights z + offset + std noise with z and the noise standard normal,
 * exactly: `[count]` in float64. With M = std^2 I + weights^T weights, which is as small as the latent,
 * log det(weights weights^T + std^2 I) = (size - dimension) log std^2 + log det M, and the inverse is by Woodbury
 * (Tipping and Bishop 1999, "Probabilistic principal component analysis", equations 4 and 9). Yields after each row.
 */
export function* linearGaussianLogDensity(
  { weights, offset, std }: LinearGaussian,
  x: Rows,
): Generator<void, Float64Array> {
  const size = offset.length;
  const dimension = weights.length / size;
  const variance = std * std;
  const lower = cholesky(innerProducts(weights, dimension, variance), dimension);
  let logDeterminant = (size - dimension) * Math.log(variance);
  for (let j = 0; j < dimension; j++) logDeterminant += 2 * Math.log(lower[j * dimension + j]!);
  const constant = size * Math.log(2 * Math.PI) + logDeterminant;
  const densities = new Float64Array(x.length / size);
  for (let i = 0; i < densities.length; i++) {
    const projected = new Float64Array(dimension);
    let squares = 0;
    for (let k = 0; k < size; k++) {
      const rest = x[i * size + k]! - offset[k]!;
      squares += rest * rest;
      for (let j = 0; j < dimension; j++) projected[j]! += weights[k * dimension + j]! * rest;
    }
    const explained = solveLower(lower, projected).reduce((sum, value) => sum + value * value, 0);
    densities[i] = -0.5 * (constant + (squares - explained) / variance);
    yield;
  }
  return densities;
}

/** weights^T weights + ridge I, `[dimension, dimension]`. */
function innerProducts(weights: Float64Array, dimension: number, ridge: number): Float64Array {
  const products = new Float64Array(dimension * dimension);
  for (let row = 0; row < weights.length; row += dimension) {
    for (let j = 0; j < dimension; j++) {
      for (let k = 0; k < dimension; k++) products[j * dimension + k]! += weights[row + j]! * weights[row + k]!;
    }
  }
  for (let j = 0; j < dimension; j++) products[j * dimension + j]! += ridge;
  return products;
}

/**
 * The most likely linear-Gaussian model of rows with those moments: probabilistic principal component analysis in closed
 * form (Tipping and Bishop 1999, equations 7 and 8), weights = U (Lambda - std^2 I)^(1/2) of the largest eigenvalues.
 *
 * @param std The noise where it is given; otherwise the most likely one, the root mean of the eigenvalues left out.
 * @throws RangeError where there are no rows, or no eigenvalue is left to tell the noise.
 */
export function probabilisticPca(
  { count, dimension: size, mean, scatter }: Moments,
  dimension: number,
  std?: number,
): LinearGaussian {
  if (count === 0) throw new RangeError('A model needs rows to fit.');
  const { values, vectors } = symmetricEigen(
    scatter.map((sum) => sum / count),
    size,
  );
  const leftOut = values.subarray(0, Math.max(size - dimension, 0));
  const noise = std ?? Math.sqrt(leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length);
  if (!(noise > 0)) throw new RangeError('Nothing is left of the data to tell the noise by.');
  const weights = new Float64Array(size * dimension);
  for (let j = 0; j < Math.min(dimension, size); j++) {
    // The eigenvalues ascend.
    const column = size - 1 - j;
    const scale = Math.sqrt(Math.max(values[column]! - noise * noise, 0));
    for (let k = 0; k < size; k++) weights[k * dimension + j] = scale * vectors[k * size + column]!;
  }
  return { weights, offset: mean, std: noise };
}
