import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { kernelInceptionDistance } from './kernel-inception-distance.ts';
import { subset } from './resampling.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as definition from './kernel-inception-distance.ts';

type Subsets = Iterable<readonly [ArrayLike<number>, ArrayLike<number>]>;

function distance(
  x: Float32Array | Float64Array,
  y: Float32Array | Float64Array,
  dimension: number,
  subsets?: Subsets,
) {
  const all = (rows: ArrayLike<number>) => Array.from({ length: rows.length / dimension }, (_, i) => i);
  const work = kernelInceptionDistance(x, y, dimension, subsets ?? [[all(x), all(y)]]);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The definition, pair by pair. With `biased` the pairs of a row with itself stay in: the planted bug. */
function byDefinition(x: Float32Array, y: Float32Array, d: number, biased = false): number {
  const row = (v: Float32Array, i: number) => Array.from(v.subarray(i * d, (i + 1) * d));
  const k = (a: number[], b: number[]) => (a.reduce((sum, v, j) => sum + v * b[j]!, 0) / d + 1) ** 3;
  const mean = (a: Float32Array, b: Float32Array) => {
    let [sum, pairs] = [0, 0];
    for (let i = 0; i < a.length / d; i++) {
      for (let j = 0; j < b.length / d; j++) {
        if (a === b && i === j && !biased) continue;
        sum += k(row(a, i), row(b, j));
        pairs++;
      }
    }
    return sum / pairs;
  };
  return mean(x, x) + mean(y, y) - 2 * mean(x, y);
}

test('a hand case: {0, 1} against {1, 2} is 1 + 27 - 2 x 37/4', () => {
  expect(distance(Float64Array.of(0, 1), Float64Array.of(1, 2), 1).mean).toBe(9.5);
});

test.each([
  [2, 3, 1],
  [5, 9, 3],
  [17, 8, 84],
  [130, 131, 7],
])('%i rows against %i of %i features agree with the definition', (n, m, d) => {
  const x = normal(1, 'kid/x', 0, n * d);
  const y = normal(1, 'kid/y', 0, m * d).map((v) => v + 1);
  const expected = byDefinition(x, y, d);
  expect(distance(x, y, d).mean / expected).toBeCloseTo(1, 10);
  expect(Math.abs(byDefinition(x, y, d, true) / expected - 1)).toBeGreaterThan(1e-3);
});

test('two halves of one distribution are at 0 within error, sometimes below; a biased estimate never is', () => {
  const [n, d] = [60, 4];
  const values: number[] = [];
  let biased = 0;
  for (let r = 0; r < 60; r++) {
    const x = normal(7, 'kid/half', 2 * r, n * d);
    const y = normal(7, 'kid/half', 2 * r + 1, n * d);
    values.push(distance(x, y, d).mean);
    biased += byDefinition(x, y, d, true) / 60;
  }
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const error = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0)) / values.length;
  expect(Math.abs(mean)).toBeLessThan(3 * error);
  expect(Math.min(...values)).toBeLessThan(0);
  expect(biased).toBeGreaterThan(6 * error);
});

test('subsets give the mean and the population standard deviation of their estimates', () => {
  const x = normal(3, 'kid/x', 0, 40 * 2);
  const y = normal(3, 'kid/y', 0, 40 * 2);
  const pairs = [0, 1, 2].map((i) => [subset('x', i, 40, 10), subset('y', i, 40, 10)] as const);
  const single = pairs.map((pair) => distance(x, y, 2, [pair]).mean);
  const mean = (single[0]! + single[1]! + single[2]!) / 3;
  const result = distance(x, y, 2, pairs);
  expect(result.mean).toBeCloseTo(mean, 13);
  expect(result.std).toBeCloseTo(Math.sqrt(single.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 3), 13);
});

test('one row on a side and no subset are refused', () => {
  expect(() => distance(Float64Array.of(1), Float64Array.of(1, 2), 1)).toThrow(RangeError);
  expect(() => distance(Float64Array.of(1), Float64Array.of(1, 2), 1, [])).toThrow(RangeError);
});

knownAnswer(
  'the unbiased discrepancy of a hand case, and 0 on average for two halves of one distribution',
  new URL('./kernel-inception-distance.ts', import.meta.url),
  ({ kernelInceptionDistance: measure }: typeof definition) => {
    const of = (x: Float64Array, y: Float64Array, d: number) => {
      const all = (rows: Float64Array) => Array.from({ length: rows.length / d }, (_, i) => i);
      const work = measure(x, y, d, [[all(x), all(y)]]);
      let step = work.next();
      while (!step.done) step = work.next();
      return step.value.mean;
    };
    // Two features: (x.y / 2 + 1)^3 of (0, 0), (2, 0) within is 1; of (0, 2), (2, 2) 27; between 1, 1, 1, 27.
    expect(of(Float64Array.of(0, 0, 2, 0), Float64Array.of(0, 2, 2, 2), 2)).toBeCloseTo(
      1 + 27 - (2 * (1 + 1 + 1 + 27)) / 4,
      12,
    );
    const halves = Array.from({ length: 40 }, (_, r) => {
      const [x, y] = [2 * r, 2 * r + 1].map((index) => Float64Array.from(normal(8, 'kid/half', index, 160)));
      return of(x!, y!, 4);
    });
    const mean = halves.reduce((sum, v) => sum + v, 0) / halves.length;
    const error = Math.sqrt(halves.reduce((sum, v) => sum + (v - mean) ** 2, 0)) / halves.length;
    expect(Math.abs(mean)).toBeLessThan(3 * error);
  },
  {
    'a row with itself is a pair': {
      replace: 'x === y ? i + 1 : 0',
      by: 'x === y ? i : 0',
    },
    'a pair within a side counts once': { replace: 'const withinX = 2 *', by: 'const withinX =' },
    'the mean over all pairs, those left out too': { replace: 'withinX / (n * (n - 1))', by: 'withinX / (n * n)' },
    'pairs of both sides count once': { replace: '(2 * between) / (n * m)', by: 'between / (n * m)' },
    'the product is not divided by the features': { replace: 'product / dimension + 1', by: 'product + 1' },
    'a square in place of the cube': { replace: 'return base * base * base', by: 'return base * base' },
  },
);
