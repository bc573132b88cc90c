import { expect, test } from 'vitest';
import { symmetricSqrt, traceSqrtProduct } from './trace-sqrt-product.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as definition from './trace-sqrt-product.ts';

const s1 = Float64Array.of(2, 1, 1, 2);
const s2 = Float64Array.of(1, 0, 0, 3);

test('2 x 2 matrices that do not commute have Tr sqrt(S1 S2) = sqrt(Tr(S1 S2) + 2 sqrt(det S1 det S2))', () => {
  // Tr(S1 S2) = 8 and det S1 det S2 = 9.
  expect(traceSqrtProduct(s1, s2, 2)).toBeCloseTo(Math.sqrt(14), 13);
  expect(traceSqrtProduct(s2, s1, 2)).toBeCloseTo(Math.sqrt(14), 13);
});

test('the product of square roots is not the square root of the product', () => {
  const [a, b] = [symmetricSqrt(s1, 2), symmetricSqrt(s2, 2)];
  const wrong = a[0]! * b[0]! + a[1]! * b[2]! + a[2]! * b[1]! + a[3]! * b[3]!;
  expect(Math.abs(wrong - Math.sqrt(14))).toBeGreaterThan(5e-3);
});

test('singular matrices have a square root, and orthogonal ranges a zero trace', () => {
  const root = symmetricSqrt(Float64Array.of(4, 0, 0, 0), 2);
  [2, 0, 0, 0].forEach((value, at) => expect(root[at]).toBeCloseTo(value, 14));
  expect(traceSqrtProduct(Float64Array.of(4, 0, 0, 0), Float64Array.of(0, 0, 0, 9), 2)).toBe(0);
});

knownAnswer(
  'the trace of the root of a product of matrices that do not commute is sqrt(14)',
  new URL('./trace-sqrt-product.ts', import.meta.url),
  (module: typeof definition) => expect(module.traceSqrtProduct(s1, s2, 2)).toBeCloseTo(Math.sqrt(14), 12),
  {
    'the trace of the product of roots': {
      replace: 'symmetricEigen(multiply(root, multiply(s2, root, size), size), size)',
      by: '{ values: multiply(root, symmetricSqrt(s2, size), size).map((x, at) => (at % (size + 1) === 0 ? x * x : 0)) }',
    },
    'eigenvalues without their roots': { replace: 'trace += Math.sqrt(Math.max(value, 0))', by: 'trace += value' },
    'roots of the product’s symmetric part': {
      replace: 'multiply(root, multiply(s2, root, size), size)',
      by: 'multiply(s1, s2, size)',
    },
  },
);
