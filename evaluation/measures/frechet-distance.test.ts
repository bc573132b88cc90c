import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { mergeMoments, momentsOf } from '../linear-algebra/moments.ts';
import type { Moments } from '../linear-algebra/moments.ts';
import { finish } from '../testing/finish.ts';
import { frechetDistance, frechetStandardError } from './frechet-distance.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as definition from './frechet-distance.ts';

/** Moments whose mean and unbiased covariance are as given. */
function gaussian(mean: number[], covariance: number[], count = 11): Moments {
  const scatter = Float64Array.from(covariance, (x) => x * (count - 1));
  return { count, dimension: mean.length, mean: Float64Array.from(mean), scatter };
}

test('two Gaussians with covariances that do not commute have the distance of the closed form', () => {
  const a = gaussian([1, -2], [2, 1, 1, 2]);
  const b = gaussian([0, 1], [1, 0, 0, 3]);
  expect(frechetDistance(a, b)).toBeCloseTo(10 + 4 + 4 - 2 * Math.sqrt(14), 12);
});

test('in one dimension it is (mu1 - mu2)^2 + (s1 - s2)^2 with unbiased deviations', () => {
  const a = momentsOf(Float64Array.of(0, 2), 1);
  const b = momentsOf(Float64Array.of(0, 4), 1);
  expect(frechetDistance(a, b)).toBeCloseTo(1 + 2, 13);
  const biased = (m: Moments): Moments => ({ ...m, scatter: m.scatter.map((x) => (x * (m.count - 1)) / m.count) });
  // The planted bug: dividing by n instead of n - 1 gives 1 + 1.
  expect(frechetDistance(biased(a), biased(b))).toBeCloseTo(2, 13);
});

test('identical sets are at distance 0, also when there are fewer rows than features', () => {
  const many = momentsOf(normal(1, 'frechet', 0, 84 * 500), 84);
  expect(frechetDistance(many, many)).toBeLessThan(1e-10);
  const few = momentsOf(normal(1, 'frechet', 0, 84 * 20), 84);
  // Square roots of eigenvalues that should be zero: each adds the root of the rounding error.
  expect(frechetDistance(few, few)).toBeLessThan(1e-5);
});

test('it is symmetric and scales with the square of the features', () => {
  const x = Float64Array.from(normal(2, 'x', 0, 300));
  const y = Float64Array.from(normal(2, 'y', 0, 300), (v) => 2 * v + 1);
  const distance = frechetDistance(momentsOf(x, 3), momentsOf(y, 3));
  expect(frechetDistance(momentsOf(y, 3), momentsOf(x, 3))).toBeCloseTo(distance, 11);
  const triple = (v: Float64Array) =>
    momentsOf(
      v.map((e) => 3 * e),
      3,
    );
  expect(frechetDistance(triple(x), triple(y))).toBeCloseTo(9 * distance, 10);
});

test('its bias falls as 1 / n, so values at different counts do not compare', () => {
  const at = (n: number) =>
    frechetDistance(momentsOf(normal(4, 'p', 0, 10 * n), 10), momentsOf(normal(4, 'q', 0, 10 * n), 10));
  const ratio = at(200) / at(2000);
  expect(ratio).toBeGreaterThan(6);
  expect(ratio).toBeLessThan(15);
});

test('the jackknife agrees with the spread over independent repetitions', () => {
  const [groups, size, dimension, repeats] = [20, 20, 2, 120];
  const values: number[] = [];
  let squaredErrors = 0;
  for (let r = 0; r < repeats; r++) {
    const sides = ['a', 'b'].map((side) => {
      const rows = Float64Array.from(normal(9, side, r, groups * size * dimension), (v) =>
        side === 'a' ? v : 1.5 * v + 0.5,
      );
      const width = size * dimension;
      return Array.from({ length: groups }, (_, g) => momentsOf(rows.subarray(g * width, (g + 1) * width), dimension));
    }) as [Moments[], Moments[]];
    values.push(frechetDistance(sides[0].reduce(mergeMoments), sides[1].reduce(mergeMoments)));
    squaredErrors += finish(frechetStandardError(...sides)) ** 2 / repeats;
  }
  const mean = values.reduce((sum, v) => sum + v, 0) / repeats;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (repeats - 1));
  // Without the factor (g - 1) / g of a jackknife, dividing by g - 1 as for a mean, the ratio would be 19.
  expect(Math.sqrt(squaredErrors) / spread).toBeGreaterThan(0.8);
  expect(Math.sqrt(squaredErrors) / spread).toBeLessThan(1.25);
});

test('sets of other feature lengths and single rows are refused', () => {
  expect(() => frechetDistance(gaussian([0], [1]), gaussian([0, 0], [1, 0, 0, 1]))).toThrow(RangeError);
  expect(() => frechetDistance(gaussian([0], [1]), momentsOf(Float64Array.of(1), 1))).toThrow(RangeError);
  expect(() => finish(frechetStandardError([gaussian([0], [1])], [gaussian([0], [1])]))).toThrow(RangeError);
});

knownAnswer(
  'the distance of two Gaussians in closed form',
  new URL('./frechet-distance.ts', import.meta.url),
  (module: typeof definition) => {
    const a = gaussian([1, -2], [2, 1, 1, 2]);
    const b = gaussian([0, 1], [1, 0, 0, 3]);
    expect(module.frechetDistance(a, b)).toBeCloseTo(10 + 4 + 4 - 2 * Math.sqrt(14), 10);
    expect(module.frechetDistance(a, a)).toBeLessThan(1e-10);
    // With few rows the divisor shows.
    expect(
      module.frechetDistance(momentsOf(Float64Array.of(0, 2), 1), momentsOf(Float64Array.of(0, 4), 1)),
    ).toBeCloseTo(3, 12);
  },
  {
    'biased covariances': {
      replace: 'const s1 = covariance(a);',
      by: 'const s1 = covariance(a).map((x) => (x * (a.count - 1)) / a.count);',
    },
    'the distance of the means is not squared': { replace: 'shift * shift +', by: 'Math.abs(shift) +' },
    'the mixed term counts once': { replace: '-2 * traceSqrtProduct', by: '-traceSqrtProduct' },
    'the trace of one covariance twice': { replace: 's2[j * dimension + j]!', by: 's1[j * dimension + j]!' },
  },
);
