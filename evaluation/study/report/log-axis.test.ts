import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { log10, logAxisOf, wantsLogarithm } from './log-axis.ts';

const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true, noDefaultInfinity: true });

describe('a logarithmic axis', () => {
  it('is wanted where positive values span more than two decades', () => {
    expect(wantsLogarithm([0.001, 0.2])).toBe(true);
    expect(wantsLogarithm([1, 100])).toBe(false);
    expect(wantsLogarithm([0, 1000])).toBe(false);
    expect(wantsLogarithm([-1, 1000])).toBe(false);
    expect(wantsLogarithm([])).toBe(false);
  });

  it('has ticks at powers of ten that hold every value, and between them where there are few', () => {
    expect(logAxisOf([0.003, 0.2, 40]).ticks).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
    expect(logAxisOf([2, 30]).ticks).toEqual([1, 2, 5, 10, 20, 50, 100]);
    expect(logAxisOf([1e-9, 1e3]).ticks).toEqual([1e-9, 1e-7, 1e-5, 1e-3, 1e-1, 10, 1000]);
    const axis = logAxisOf([0.01, 100]);
    expect(axis.place(1, 0, 80)).toBe(40);
    expect([axis.place(axis.low, 10, 90), axis.place(axis.high, 10, 90)]).toEqual([10, 90]);
  });

  it('places values in their order, within its ends', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1, maxLength: 6 }), (values) => {
        const axis = logAxisOf(values);
        // A value may be a power of ten but for its last bits.
        expect(axis.low).toBeLessThanOrEqual(Math.min(...values) * (1 + 1e-12));
        expect(axis.high).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-12));
        expect(axis.ticks.length).toBeLessThan(9);
        const places = [...values].sort((a, b) => a - b).map((value) => axis.place(value, 0, 1));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
    );
  });
});

describe('log10', () => {
  it('is exact for powers of ten, and near Math.log10 for all else', () => {
    for (let power = -300; power <= 300; power += 7) expect(log10(Number(`1e${power}`))).toBe(power);
    fc.assert(
      fc.property(positive, (value) => {
        expect(Math.abs(log10(value) - Math.log10(value))).toBeLessThan(
          1e-13 * Math.max(1, Math.abs(Math.log10(value))),
        );
      }),
    );
  });
});
