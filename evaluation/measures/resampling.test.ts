import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { meanOf } from './mean.ts';
import { bootstrapStandardError, subset } from './resampling.ts';

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
