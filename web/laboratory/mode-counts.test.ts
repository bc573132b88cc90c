import { describe, expect, it } from 'vitest';
import { countModes, coveredModes, modeEntropy } from './mode-counts.ts';

const modes = { centres: Float32Array.of(-1, 0, 1, 0, 0, 1), std: 0.1 };

describe('counts of samples by mode', () => {
  it('takes the nearest mode, and calls near what lies within three standard deviations', () => {
    const samples = Float32Array.of(-1, 0, -1.29, 0, -1.31, 0, 0.9, 0.05, 0, 1.2);
    const counts = countModes(samples, modes);
    expect([...counts.all]).toEqual([3, 1, 1]);
    expect([...counts.near]).toEqual([2, 1, 1]);
    expect(counts.total).toBe(5);
    expect(coveredModes(counts)).toBe(3);
  });

  it('leaves out what is not finite', () => {
    const counts = countModes(Float32Array.of(NaN, 0, 0, Infinity, 1, 0), modes);
    expect([...counts.all]).toEqual([0, 1, 0]);
    expect(counts.total).toBe(1);
  });

  it('covers no mode from afar, however near it is to one', () => {
    expect(coveredModes(countModes(Float32Array.of(3, 0), modes))).toBe(0);
  });

  it('has the entropy log k when the shares are equal, and 0 in one mode', () => {
    expect(modeEntropy(countModes(Float32Array.of(-1, 0, 1, 0, 0, 1), modes))).toBeCloseTo(Math.log(3), 12);
    expect(modeEntropy(countModes(Float32Array.of(-1, 0, -1, 0), modes))).toBe(0);
    expect(modeEntropy(countModes(new Float32Array(), modes))).toBe(0);
  });
});
