import { describe, expect, it } from 'vitest';
import { canBeLogarithmic, logScaleOf, wantsLogarithm } from './plot-scale.ts';

describe('a logarithmic axis', () => {
  it('is for positive values, and the first choice where they span more than two decades', () => {
    expect(canBeLogarithmic([0.1, 3])).toBe(true);
    expect(canBeLogarithmic([0, 3])).toBe(false);
    expect(canBeLogarithmic([])).toBe(false);
    expect(wantsLogarithm([0.01, 3])).toBe(true);
    expect(wantsLogarithm([0.1, 3])).toBe(false);
    expect(wantsLogarithm([-1, 300])).toBe(false);
  });

  it('puts equal ratios at equal distances, and what it can’t hold at its ends', () => {
    const { at } = logScaleOf([0.01, 1, 100], 10, 410);
    expect(at(0.1) - at(0.01)).toBeCloseTo(at(100) - at(10));
    expect([at(0), at(-3), at(1e-9)]).toEqual([10, 10, 10]);
    expect(at(1e9)).toBe(410);
  });

  it('has as many ticks as there is room for', () => {
    expect(logScaleOf([0.01, 100], 0, 600).ticks).toEqual([0.01, 0.1, 1, 10, 100]);
    expect(logScaleOf([1e-8, 1e8], 0, 300).ticks.length).toBeLessThan(7);
    expect(logScaleOf([2, 60], 0, 300).ticks).toEqual([2, 5, 10, 20, 50]);
    expect(logScaleOf([2, 4], 0, 300).ticks.length).toBeGreaterThan(0);
  });
});
