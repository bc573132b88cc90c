import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { momentsOf } from '../linear-algebra/moments.ts';
import { finish } from '../testing/finish.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './linear-gaussian.ts';
import { linearGaussianLogDensity, probabilisticPca } from './linear-gaussian.ts';

const source = new URL('linear-gaussian.ts', import.meta.url);

knownAnswer<typeof Module>(
  'two values that share a latent: the covariance [[2, 1], [1, 2]] by hand',
  source,
  (module) => {
    const model = { weights: Float64Array.of(1, 1), offset: Float64Array.of(5, -1), std: 1 };
    // Determinant 3 and inverse [[2, -1], [-1, 2]] / 3: the quadratic form of (1, 2) is 6 / 3.
    const constant = -Math.log(2 * Math.PI) - 0.5 * Math.log(3);
    const densities = finish(module.linearGaussianLogDensity(model, Float64Array.of(6, 1, 5, -1)));
    expect(densities[0]).toBeCloseTo(constant - 1, 13);
    expect(densities[1]).toBeCloseTo(constant, 13);
    // A larger noise, so that its powers differ: the covariance is [[5, 1], [1, 5]] of determinant 24.
    const wide = finish(module.linearGaussianLogDensity({ ...model, std: 2 }, Float64Array.of(5, -1)));
    expect(wide[0]).toBeCloseTo(-Math.log(2 * Math.PI) - 0.5 * Math.log(24), 13);
  },
  {
    'no constant': { replace: 'size * Math.log(2 * Math.PI) + logDeterminant', by: 'logDeterminant' },
    'the noise of every value in the determinant': { replace: '(size - dimension) *', by: 'size *' },
    'a determinant without its square': { replace: '+= 2 * Math.log(lower', by: '+= Math.log(lower' },
    'no offset': { replace: 'x[i * size + k]! - offset[k]!', by: 'x[i * size + k]!' },
    'nothing explained by the latent': { replace: '(squares - explained)', by: 'squares' },
    'the standard deviation for the variance': { replace: 'const variance = std * std;', by: 'const variance = std;' },
  },
);

/** Correlated rows of five numbers. */
function rows(count: number): Float64Array {
  const draws = normal(3, 'pca', 0, 5 * count);
  return Float64Array.from(draws, (e, at) => {
    const row = at - (at % 5);
    return 2 + e + (at % 5) * draws[row]! - (at % 2) * draws[row + 1]!;
  });
}

knownAnswer<typeof Module>(
  'the likelihood of the fitted model in terms of the eigenvalues (Tipping and Bishop 1999, equation 4 at its maximum)',
  source,
  (module) => {
    const data = rows(300);
    const moments = momentsOf(data, 5);
    const fitted = module.probabilisticPca(moments, 2);
    const densities = finish(module.linearGaussianLogDensity(fitted, data));
    const mean = densities.reduce((sum, value) => sum + value, 0) / 300;
    // det of the fitted covariance by its full form: that of the data's scatter with its three least values levelled.
    const full = momentsFull(fitted.weights, fitted.std);
    expect(mean).toBeCloseTo(-0.5 * (5 * Math.log(2 * Math.PI) + Math.log(determinant(full, 5)) + 5), 10);
    // The trace is kept.
    const trace = [0, 1, 2, 3, 4].reduce((sum, k) => sum + full[6 * k]!, 0);
    const scatter = [0, 1, 2, 3, 4].reduce((sum, k) => sum + moments.scatter[6 * k]! / 300, 0);
    expect(trace).toBeCloseTo(scatter, 10);
  },
  {
    'the noise left in the weights': { replace: 'values[column]! - noise * noise', by: 'values[column]!' },
    'the least eigenvalues': { replace: 'size - 1 - j', by: 'j' },
    'noise from all eigenvalues': { replace: 'Math.max(size - dimension, 0)', by: 'size' },
    'the unbiased covariance': { replace: 'sum / count', by: 'sum / (count - 1)' },
  },
);

function momentsFull(weights: Float64Array, std: number): Float64Array {
  return Float64Array.from({ length: 25 }, (_, at) => {
    const [i, j] = [Math.floor(at / 5), at % 5];
    return weights[2 * i]! * weights[2 * j]! + weights[2 * i + 1]! * weights[2 * j + 1]! + (i === j ? std * std : 0);
  });
}

/** By elimination. */
function determinant(matrix: Float64Array, size: number): number {
  const a = matrix.slice();
  let product = 1;
  for (let k = 0; k < size; k++) {
    product *= a[k * size + k]!;
    for (let i = k + 1; i < size; i++) {
      const factor = a[i * size + k]! / a[k * size + k]!;
      for (let j = k; j < size; j++) a[i * size + j]! -= factor * a[k * size + j]!;
    }
  }
  return product;
}

test('no other noise or weights of that size make the data likelier', () => {
  const data = rows(200);
  const best = probabilisticPca(momentsOf(data, 5), 2);
  const likelihood = (model: typeof best) =>
    finish(linearGaussianLogDensity(model, data)).reduce((sum, v) => sum + v, 0);
  const most = likelihood(best);
  expect(likelihood({ ...best, std: best.std * 1.02 })).toBeLessThan(most);
  expect(likelihood({ ...best, weights: best.weights.map((w, at) => w + (at === 3 ? 0.05 : 0)) })).toBeLessThan(most);
  expect(likelihood({ ...best, offset: best.offset.map((v) => v + 0.05) })).toBeLessThan(most);
  // With the noise given, the weights answer to it.
  const given = probabilisticPca(momentsOf(data, 5), 2, best.std * 1.02);
  expect(likelihood(given)).toBeGreaterThan(likelihood({ ...best, std: best.std * 1.02 }));
});

test('as many latents as values leave nothing to tell the noise by', () => {
  expect(() => probabilisticPca(momentsOf(rows(50), 5), 5)).toThrow('Nothing is left');
  expect(() => probabilisticPca(momentsOf(new Float64Array(0), 5), 2)).toThrow(RangeError);
  expect(probabilisticPca(momentsOf(rows(50), 5), 7, 0.1).weights.length).toBe(35);
});
