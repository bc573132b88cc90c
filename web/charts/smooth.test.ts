import { describe, expect, it } from 'vitest';
import { smooth } from './smooth.ts';

describe('smooth', () => {
  it('leaves a constant curve as it is from the first point on', () => {
    expect(smooth([3, 3, 3], 0.9).map((v) => Number(v?.toFixed(12)))).toEqual([3, 3, 3]);
  });

  it('is the weighted mean of all points so far', () => {
    const [, second] = smooth([1, 4], 0.6);
    expect(second).toBeCloseTo((0.6 * 1 + 4) / 1.6, 12);
  });

  it('changes nothing at weight 0', () => {
    expect(smooth([1, -2, 5], 0)).toEqual([1, -2, 5]);
  });

  it('keeps non-finite values out of the points after them', () => {
    expect(smooth([2, NaN, null, Infinity, 2], 0.5)).toEqual([2, null, null, null, 2]);
  });
});
