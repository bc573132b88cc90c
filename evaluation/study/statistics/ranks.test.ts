import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranksOf } from './ranks.ts';

describe('ranks', () => {
  it('share the mean of the places that ties take up', () => {
    expect(ranksOf([3, 1, 2])).toEqual([3, 1, 2]);
    expect(ranksOf([10, 20, 20, 30])).toEqual([1, 2.5, 2.5, 4]);
    expect(ranksOf([5, 5, 5])).toEqual([2, 2, 2]);
    expect(ranksOf([Infinity, 0, Infinity, -Infinity])).toEqual([3.5, 2, 3.5, 1]);
    expect(ranksOf([])).toEqual([]);
  });

  it('always sum to the same, and go with their values in any order', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(lists, (values) => {
        const ranks = ranksOf(values);
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBe((values.length * (values.length + 1)) / 2);
        expect(ranksOf([...values].reverse())).toEqual([...ranks].reverse());
        for (const [i, a] of values.entries()) {
          for (const [j, b] of values.entries()) expect(Math.sign(ranks[i]! - ranks[j]!)).toBe(Math.sign(a - b));
        }
      }),
    );
  });
});
