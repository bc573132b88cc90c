import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { cholesky, solveLower } from './cholesky.ts';

test('a hand case', () => {
  const lower = cholesky(Float64Array.of(4, 2, 2, 10), 2);
  expect([...lower]).toEqual([2, 0, 1, 3]);
  expect([...solveLower(lower, Float64Array.of(4, 11))]).toEqual([2, 3]);
});

test('the factor times its transpose is the matrix', () => {
  const size = 9;
  const draws = normal(1, 'cholesky', 0, size * size);
  const product = (a: ArrayLike<number>, i: number, j: number) =>
    Array.from({ length: size }, (_, k) => a[i * size + k]! * a[j * size + k]!).reduce((sum, v) => sum + v, 0);
  const matrix = Float64Array.from({ length: size * size }, (_, at) =>
    product(draws, Math.floor(at / size), at % size),
  );
  const lower = cholesky(matrix, size);
  matrix.forEach((value, at) => expect(product(lower, Math.floor(at / size), at % size)).toBeCloseTo(value, 11));
});

test('a matrix that is not positive definite, or holds NaN, is refused', () => {
  expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('positive definite');
  expect(() => cholesky(Float64Array.of(NaN), 1)).toThrow(RangeError);
});
