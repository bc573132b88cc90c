import { expect, test } from 'vitest';
import { elboEstimate } from './elbo.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as definition from './elbo.ts';

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

knownAnswer(
  'the bound of two examples whose parts go against each other',
  new URL('./elbo.ts', import.meta.url),
  (module: typeof definition) => {
    const estimate = module.elboEstimate(Float32Array.of(10, 20), Float32Array.of(4, 2));
    expect(estimate.negativeElbo).toEqual({ mean: 18, standardError: 4 });
    expect(estimate.kl.mean).toBe(3);
  },
  {
    'the divergence is subtracted': { replace: 'nll + kl[i]!', by: 'nll - kl[i]!' },
    'every example has the first one’s divergence': { replace: 'nll + kl[i]!', by: 'nll + kl[0]!' },
  },
);
