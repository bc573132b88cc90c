import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticksOf } from './ticks.ts';

describe('ticksOf', () => {
  it('gives round numbers', () => {
    expect(ticksOf(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksOf(-6, 6, 6)).toEqual([-6, -4, -2, 0, 2, 4, 6]);
    expect(ticksOf(0.1, 0.7, 3)).toEqual([0.2, 0.4, 0.6]);
  });

  it('stays within any range and near the count that was asked for', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (from, width) => {
        const ticks = ticksOf(from, from + width, 5);
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(from - width * 1e-6);
          expect(tick).toBeLessThanOrEqual(from + width * (1 + 1e-6));
        }
      }),
    );
  });

  it('answers for a range of no width', () => {
    expect(ticksOf(2, 2, 5)).toEqual([2]);
    expect(ticksOf(0, NaN, 5)).toEqual([0]);
  });
});
