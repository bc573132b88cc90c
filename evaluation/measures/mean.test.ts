import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Mean from './mean.ts';
import { meanOf, normalInterval } from './mean.ts';

knownAnswer<typeof Mean>(
  'mean and standard error of {1, 2, 3, 6}',
  new URL('mean.ts', import.meta.url),
  (module) => {
    const { mean, standardError } = module.meanOf(Float64Array.of(1, 2, 3, 6));
    expect(mean).toBe(3);
    expect(standardError).toBeCloseTo(Math.sqrt(14 / 3 / 4), 14);
  },
  {
    'the biased variance': { replace: 'squares / (count - 1) / count', by: 'squares / count / count' },
    'the spread of a value, not of the mean': { replace: '(count - 1) / count)', by: '(count - 1))' },
  },
);

test('95% intervals of means of normal draws hold the truth in about 95 of 100 cases', () => {
  let held = 0;
  for (let r = 0; r < 1000; r++) {
    const { mean, standardError } = meanOf(normal(11, 'interval', r, 100));
    const [low, high] = normalInterval(mean, standardError);
    if (low < 0 && 0 < high) held++;
  }
  expect(held).toBeGreaterThan(928);
  expect(held).toBeLessThan(968);
});

test('an interval stays within the limits of its figure', () => {
  expect(normalInterval(0.99, 0.1, [0, 1])).toEqual([expect.closeTo(0.794, 3), 1]);
});

test('one value has no finite error, and none has no mean', () => {
  expect(meanOf(Float64Array.of(4))).toEqual({ mean: 4, standardError: Infinity });
  expect(() => meanOf(new Float64Array(0))).toThrow(RangeError);
});
