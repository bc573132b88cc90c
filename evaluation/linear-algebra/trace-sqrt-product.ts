import { symmetricEigen } from './symmetric-eigen.ts';

/**
 * Tr (S1 S2)^(1/2) of two positive semidefinite matrices `[size, size]`. The product is not symmetric, but it has
 * the eigenvalues of A S2 A with A = S1^(1/2), which is; so two symmetric eigensolves suffice and singular
 * matrices do no harm, where a general matrix square root fails on them.
 */
export function traceSqrtProduct(s1: Float64Array, s2: Float64Array, size: number): number {
  const root = symmetricSqrt(s1, size);
  const { values } = symmetricEigen(multiply(root, multiply(s2, root, size), size), size);
  let trace = 0;
  // Rounding can push a zero eigenvalue just below zero.
  for (const value of values) trace += Math.sqrt(Math.max(value, 0));
  return trace;
}

/** The symmetric positive semidefinite square root of such a matrix. */
export function symmetricSqrt(matrix: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const half = vectors.map((v, at) => v * Math.sqrt(Math.sqrt(Math.max(values[at % size]!, 0))));
  return multiply(half, transpose(half, size), size);
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const x = a[i * size + k]!;
      for (let j = 0; j < size; j++) product[i * size + j]! += x * b[k * size + j]!;
    }
  }
  return product;
}

function transpose(a: Float64Array, size: number): Float64Array {
  return a.map((_, at) => a[(at % size) * size + Math.floor(at / size)]!);
}
