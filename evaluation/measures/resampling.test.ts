import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { meanOf } from './mean.ts';
import { bootstrapStandardError, subset } from './resampling.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as definition from './resampling.ts';

test('the bootstrap error of a mean is its standard error within the 10% that 200 resamples allow', () => {
  const values = normal(2, 'values', 0, 400);
  const work = bootstrapStandardError('mean', 400, (rows) => rows.reduce((sum, row) => sum + values[row]!, 0) / 400);
  let step = work.next();
  while (!step.done) step = work.next();
  expect(step.value / meanOf(values).standardError).toBeGreaterThan(0.85);
  expect(step.value / meanOf(values).standardError).toBeLessThan(1.15);
});

test('a subset holds different rows, the same on every call', () => {
  const rows = subset('x', 3, 100, 30);
  expect(new Set(rows).size).toBe(30);
  expect(Math.max(...rows)).toBeLessThan(100);
  expect([...subset('x', 3, 100, 30)]).toEqual([...rows]);
  expect([...subset('x', 4, 100, 30)]).not.toEqual([...rows]);
  expect(() => subset('x', 0, 10, 11)).toThrow(RangeError);
});

knownAnswer(
  'halves of a set that is sorted by class have the mean of the whole',
  new URL('./resampling.ts', import.meta.url),
  (module: typeof definition) => {
    const classOf = (row: number) => Math.floor(row / 100);
    for (const index of [0, 1, 2]) {
      const half = [...module.subset('half', index, 1000, 500)];
      const mean = half.reduce((sum, row) => sum + classOf(row), 0) / 500;
      // The error of a mean of half of a finite population: 2.87 / sqrt(500) sqrt(1/2).
      expect(Math.abs(mean - 4.5)).toBeLessThan(4 * 0.091);
      expect(new Set(half).size).toBe(500);
    }
  },
  {
    'halves that are not shuffled': {
      replace: 'permutation(0, `evaluation/subset/${name}`, index, count)',
      by: 'Uint32Array.from({ length: count }, (_, i) => i)',
    },
    'rows drawn with replacement': {
      replace: 'permutation(0, `evaluation/subset/${name}`, index, count)',
      by: 'Uint32Array.from(uniform(0, name, index, count), (u) => Math.floor(u * count))',
    },
  },
);

knownAnswer(
  'the bootstrap error of a mean is its standard error',
  new URL('./resampling.ts', import.meta.url),
  (module: typeof definition) => {
    const values = normal(2, 'values', 0, 200);
    const mean = (rows: Int32Array) => rows.reduce((sum, row) => sum + values[row]!, 0) / 200;
    const work = module.bootstrapStandardError('mean', 200, mean);
    let step = work.next();
    while (!step.done) step = work.next();
    expect(Math.abs(step.value / meanOf(values).standardError - 1)).toBeLessThan(0.15);
  },
  {
    'one draw for all resamples': { replace: 'bootstrap/${name}`, index, count', by: 'bootstrap/${name}`, 0, count' },
    'divided by the root of the resamples': {
      replace: 'return standardDeviation(values);',
      by: 'return standardDeviation(values) / Math.sqrt(values.length);',
    },
    'half of the rows are never drawn': { replace: 'Math.floor(u * count)', by: 'Math.floor((u * count) / 2) % 20' },
  },
);
