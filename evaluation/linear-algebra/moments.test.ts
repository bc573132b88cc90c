import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { covariance, mergeMoments, momentsOf } from './moments.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as definition from './moments.ts';

test('the covariance is unbiased: {0, 2} has variance 2, where the biased one would be 1', () => {
  expect(covariance(momentsOf(Float64Array.of(0, 2), 1))[0]).toBe(2);
});

test('mean and covariance of a hand case', () => {
  const moments = momentsOf(Float64Array.of(1, 2, 3, 6, 5, 1), 2);
  expect([...moments.mean]).toEqual([3, 3]);
  expect([...covariance(moments)]).toEqual([4, -1, -1, 7]);
});

test('moments of parts merge into the moments of the whole', () => {
  const rows = Float64Array.from(normal(5, 'moments', 0, 60), (x) => x + 10);
  const whole = momentsOf(rows, 3);
  const parts = [rows.subarray(0, 6), rows.subarray(6, 45), rows.subarray(45, 45), rows.subarray(45)];
  const merged = parts.map((part) => momentsOf(part, 3)).reduce(mergeMoments);
  expect(merged.count).toBe(20);
  merged.mean.forEach((value, j) => expect(value).toBeCloseTo(whole.mean[j]!, 12));
  merged.scatter.forEach((value, at) => expect(value).toBeCloseTo(whole.scatter[at]!, 10));
});

test('a large common offset leaves the covariance exact, where a sum of squares would lose it', () => {
  const offset = 2 ** 30;
  const rows = Float64Array.of(offset, offset + 1, offset + 2);
  expect(covariance(momentsOf(rows, 1))[0]).toBe(1);
  const sumOfSquares = rows.reduce((sum, x) => sum + x * x, 0) - rows.reduce((sum, x) => sum + x, 0) ** 2 / 3;
  expect(sumOfSquares / 2).not.toBe(1);
});

test('one row has no covariance, and rows of other lengths do not merge', () => {
  expect(() => covariance(momentsOf(Float64Array.of(1, 2), 2))).toThrow(RangeError);
  expect(() => mergeMoments(momentsOf(Float64Array.of(1, 2), 2), momentsOf(Float64Array.of(1), 1))).toThrow(RangeError);
  expect(() => momentsOf(Float64Array.of(1, 2, 3), 2)).toThrow(RangeError);
});

knownAnswer(
  'mean and unbiased covariance of a hand case, in parts and whole',
  new URL('./moments.ts', import.meta.url),
  (module: typeof definition) => {
    const rows = Float64Array.of(1, 2, 3, 6, 5, 1);
    const parts = [rows.subarray(0, 4), rows.subarray(4)].map((part) => module.momentsOf(part, 2));
    for (const moments of [module.momentsOf(rows, 2), parts.reduce(module.mergeMoments)]) {
      [3, 3].forEach((mean, j) => expect(moments.mean[j]).toBeCloseTo(mean, 12));
      [4, -1, -1, 7].forEach((value, at) => expect(module.covariance(moments)[at]).toBeCloseTo(value, 12));
    }
  },
  {
    'a biased covariance': { replace: 'x / (moments.count - 1)', by: 'x / moments.count' },
    'second moments that are not centred': { replace: 'rows[i + j]! - mean[j]!', by: 'rows[i + j]!' },
    'parts merged without the distance of their means': { replace: 'weight * shift *', by: '0 * shift *' },
    'means merged by halves': { replace: '(shift * b.count) / count', by: 'shift / 2' },
  },
);
