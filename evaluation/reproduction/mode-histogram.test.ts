import { describe, expect, it } from 'vitest';
import { entropyOf, modeHistogram } from './mode-histogram.ts';

const modes = { centres: Float64Array.of(0, 0, 4, 0, 0, 4), std: 0.1 };

describe('a histogram of nearest modes', () => {
  it('counts every point, however far away', () => {
    const points = Float32Array.of(0.1, 0, 1.9, 0, 2.1, 0, 100, 1, -3, 90);
    expect([...modeHistogram(points, modes)]).toEqual([2, 2, 1]);
  });

  it('has the entropy log k over k equal modes and 0 at one', () => {
    expect(entropyOf(Float64Array.of(5, 5, 5, 5))).toBeCloseTo(Math.log(4), 12);
    expect(entropyOf(Float64Array.of(0, 7, 0))).toBe(0);
    expect(entropyOf(Float64Array.of(3, 1))).toBeCloseTo(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), 12);
  });
});
