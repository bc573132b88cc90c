/** Rows of numbers, row-major. */
export type Rows = Float32Array | Float64Array;

/** Sufficient statistics of a set of rows for its mean and covariance, all in float64. */
export interface Moments {
  readonly count: number;
  readonly dimension: number;
  /** `[dimension]` */
  readonly mean: Float64Array;
  /** Sum of the outer products of the centred rows, `[dimension, dimension]` row-major. */
  readonly scatter: Float64Array;
}

/** Moments of `[count, dimension]` rows: the mean first, then centred products, so that no large squares cancel. */
export function momentsOf(rows: Rows, dimension: number): Moments {
  const count = rows.length / dimension;
  if (!Number.isInteger(count)) throw new RangeError(`${rows.length} numbers do not make rows of ${dimension}.`);
  const mean = new Float64Array(dimension);
  for (let i = 0; i < rows.length; i += dimension) {
    for (let j = 0; j < dimension; j++) mean[j]! += rows[i + j]!;
  }
  for (let j = 0; j < dimension && count > 0; j++) mean[j]! /= count;
  const scatter = new Float64Array(dimension * dimension);
  const centred = new Float64Array(dimension);
  for (let i = 0; i < rows.length; i += dimension) {
    for (let j = 0; j < dimension; j++) centred[j] = rows[i + j]! - mean[j]!;
    for (let j = 0; j < dimension; j++) {
      const x = centred[j]!;
      const row = j * dimension;
      for (let k = j; k < dimension; k++) scatter[row + k]! += x * centred[k]!;
    }
  }
  for (let j = 0; j < dimension; j++) {
    for (let k = 0; k < j; k++) scatter[j * dimension + k] = scatter[k * dimension + j]!;
  }
  return { count, dimension, mean, scatter };
}

/** Moments of the union of disjoint sets (Chan, Golub and LeVeque 1983, equation 2.1). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.dimension !== b.dimension) throw new RangeError(`Rows of ${a.dimension} and of ${b.dimension} do not merge.`);
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const { dimension } = a;
  const count = a.count + b.count;
  const mean = new Float64Array(dimension);
  const scatter = new Float64Array(dimension * dimension);
  const weight = (a.count * b.count) / count;
  for (let j = 0; j < dimension; j++) {
    const shift = b.mean[j]! - a.mean[j]!;
    mean[j] = a.mean[j]! + (shift * b.count) / count;
    for (let k = 0; k < dimension; k++) {
      const at = j * dimension + k;
      scatter[at] = a.scatter[at]! + b.scatter[at]! + weight * shift * (b.mean[k]! - a.mean[k]!);
    }
  }
  return { count, dimension, mean, scatter };
}

/** The unbiased covariance, `[dimension, dimension]`. @throws RangeError for fewer than two rows. */
export function covariance(moments: Moments): Float64Array {
  if (moments.count < 2) throw new RangeError('A covariance needs at least two rows.');
  return moments.scatter.map((x) => x / (moments.count - 1));
}
