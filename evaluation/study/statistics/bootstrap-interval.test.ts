import { describe, expect, it } from 'vitest';
import { bootstrapInterval, meanOf } from './bootstrap-interval.ts';

describe('the bootstrap interval', () => {
  it('is always the same for the same values', () => {
    const values = [0.3, 1.1, 0.7, 2, 0.9];
    expect(bootstrapInterval(values)).toEqual(bootstrapInterval([...values]));
    // Kept: a change of the stream, the number of resamples or the arithmetic changes published intervals.
    const [low, high] = bootstrapInterval(values)!;
    expect([low, high].map((v) => v.toFixed(6))).toEqual(['0.428341', '1.893415']);
  });

  it('holds the mean, and moves and stretches with the values', () => {
    const values = [3, 4, 8, 5, 6, 7.5];
    const [low, high] = bootstrapInterval(values)!;
    expect(low).toBeLessThan(meanOf(values));
    expect(high).toBeGreaterThan(meanOf(values));
    const [moved, stretched] = bootstrapInterval(values.map((v) => 8 * v + 64))!;
    expect(moved).toBeCloseTo(8 * low + 64, 10);
    expect(stretched).toBeCloseTo(8 * high + 64, 10);
  });

  it('leans to the side of the long tail', () => {
    const values = [1, 1.1, 1.2, 1.3, 9];
    const [low, high] = bootstrapInterval(values)!;
    expect(high - meanOf(values)).toBeGreaterThan(meanOf(values) - low);
  });

  it('is a point for equal values, also where most are, and nothing below three', () => {
    expect(bootstrapInterval([8, 8, 8])).toEqual([8, 8]);
    expect(bootstrapInterval([8, 8, 8, 8, 7])!.every(Number.isFinite)).toBe(true);
    expect(bootstrapInterval([1, 2])).toBeUndefined();
    expect(bootstrapInterval([])).toBeUndefined();
  });
});
