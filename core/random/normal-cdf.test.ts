import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from './normal-cdf.ts';

describe('normalCdf', () => {
  // Abramowitz and Stegun, table 26.1 and 26.2; the tails to 10 digits from mpmath.
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
    [-1.5, 0.0668072012688581],
    [-5, 2.866515718791946e-7],
    [-10, 7.61985302416047e-24],
  ])('is the tabled value at %s', (x, expected) => {
    expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(1e-12);
  });

  it('rises from 0 to 1 without a step where the two formulas meet', () => {
    const meeting = 2 * Math.SQRT2;
    expect(normalCdf(-meeting - 1e-9)).toBeLessThan(normalCdf(-meeting + 1e-9));
    expect(Math.abs(normalCdf(-meeting - 1e-13) / normalCdf(-meeting + 1e-13) - 1)).toBeLessThan(1e-11);
    expect([normalCdf(-40), normalCdf(40), normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([
      expect.closeTo(0, 300),
      1,
      0,
      1,
    ]);
    expect(normalCdf(NaN)).toBeNaN();
  });

  it('is undone by the quantile', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-14);
      }),
    );
    expect(() => normalQuantile(0)).toThrow(RangeError);
  });
});
