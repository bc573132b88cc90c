import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramOf, roundUp } from './histogram.ts';

test('clipped weights pile up in the first and the last bin', () => {
  const c = Math.fround(0.01);
  const { from, to, counts } = histogramOf([Float32Array.of(c, c, -c), Float32Array.of(0, -c, 0.0001)], true);
  expect([from, to]).toEqual([-0.01, 0.01]);
  expect([counts[0], counts[39]]).toEqual([2, 2]);
  expect([counts[19], counts[20]]).toEqual([0, 2]);
});

test('norms are counted from 0, and what is not finite is left out', () => {
  const { from, to, counts } = histogramOf([Float32Array.of(0, 1.5, 2, NaN, Infinity, -Infinity)], false);
  expect([from, to]).toEqual([0, 2]);
  expect([counts[0], counts[30], counts[39]]).toEqual([1, 1, 1]);
});

test('nothing, zeros and faults alone still have an axis', () => {
  for (const values of [[], [0, 0], [NaN, Infinity]]) {
    const { from, to, counts } = histogramOf([Float32Array.from(values)], true);
    expect([from, to]).toEqual([-1, 1]);
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(values.filter((value) => Number.isFinite(value)).length);
  }
});

test('every finite value has a bin', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 50 }),
      fc.boolean(),
      (all, signed) => {
        const values = Float32Array.from(all, (value) => (signed ? value : Math.abs(value)));
        const { counts } = histogramOf([values], signed);
        expect(counts.reduce((sum, n) => sum + n, 0)).toBe(values.length);
      },
    ),
  );
});

test('an axis ends at a round number, from the smallest to the largest float', () => {
  expect([0.01, 0.011, 0.03, 1, 1.2, 4.9, 7, 100].map(roundUp)).toEqual([0.01, 0.02, 0.05, 1, 2, 5, 10, 100]);
  expect(roundUp(1e-45)).toBeGreaterThan(0);
  expect(roundUp(3.4e38)).toBeCloseTo(5e38, -30);
});
