import { describe, expect, it } from 'vitest';
import { holm } from './holm.ts';

describe('Holm’s correction', () => {
  it('is that of a case by hand', () => {
    // Sorted: .005 x 4, .01 x 3, .03 x 2, then .04 x 1 raised to the .06 before it.
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 15));
  });

  it('never exceeds 1, leaves a single test alone, and has nothing to say of none', () => {
    expect(holm([0.9, 0.6, 0.7])).toEqual([1, 1, 1]);
    expect(holm([0.2])).toEqual([0.2]);
    expect(holm([])).toEqual([]);
  });

  it('gives ties the same', () => {
    expect(holm([0.25, 0.01, 0.25])).toEqual([0.5, 0.03, 0.5]);
  });
});
