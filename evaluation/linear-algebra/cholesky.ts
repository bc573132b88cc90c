/**
 * The lower triangular L with L L^T = a symmetric positive definite matrix `[size, size]`, in float64 (Golub and Van
 * Loan, Matrix Computations, algorithm 4.2.1). Only the lower triangle of the matrix is read.
 *
 * @throws RangeError when the matrix is not positive definite.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * size + k]! * lower[j * size + k]!;
      if (i > j) lower[i * size + j] = rest / lower[j * size + j]!;
      else if (rest > 0) lower[i * size + i] = Math.sqrt(rest);
      else throw new RangeError('The matrix is not positive definite.');
    }
  }
  return lower;
}

/** The solution of L y = b for a lower triangular L. */
export function solveLower(lower: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const y = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let rest = b[i]!;
    for (let k = 0; k < i; k++) rest -= lower[i * size + k]! * y[k]!;
    y[i] = rest / lower[i * size + i]!;
  }
  return y;
}
