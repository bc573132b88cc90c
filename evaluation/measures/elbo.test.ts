import { expect, test } from 'vitest';
import { elboEstimate } from './elbo.ts';

test('the bound is the sum of its parts, and its error that of the sums', () => {
  const { negativeElbo, negativeLogLikelihood, kl } = elboEstimate(Float32Array.of(10, 20), Float32Array.of(4, 2));
  expect(negativeLogLikelihood).toEqual({ mean: 15, standardError: 5 });
  expect(kl).toEqual({ mean: 3, standardError: 1 });
  // The parts go against each other: 14 and 22, not 15 + 3 with error sqrt(26).
  expect(negativeElbo).toEqual({ mean: 18, standardError: 4 });
});

test('parts of different lengths and empty sets are refused', () => {
  expect(() => elboEstimate(new Float32Array(2), new Float32Array(3))).toThrow(RangeError);
  expect(() => elboEstimate(new Float32Array(0), new Float32Array(0))).toThrow(RangeError);
});
