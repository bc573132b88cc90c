import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapInterval, meanOf } from './bootstrap-interval.ts';
import { differenceBounds, sharedBounds, withinBounds } from './within-bounds.ts';

const modes = { least: 0, most: 8 };

describe('an interval within bounds', () => {
  it('ends at a bound that it passed, and is left alone within them', () => {
    expect(withinBounds([7.2, 8.4], modes, 7.8)).toEqual([7.2, 8]);
    expect(withinBounds([-0.1, 0.3], { least: 0 }, 0.1)).toEqual([0, 0.3]);
    expect(withinBounds([-2, 9], {}, 3)).toEqual([-2, 9]);
    expect(withinBounds([8, 8], modes, 8)).toEqual([8, 8]);
  });

  it('is needed: few values near a bound have a bootstrap interval past it', () => {
    expect(bootstrapInterval([8, 8, 8, 8, 7])![1]).toBeGreaterThan(8);
    expect(bootstrapInterval([0.99, 1, 0.95])![1]).toBeGreaterThan(1);
  });

  it('holds every mean within bounds that it held before, and the mean that was seen', () => {
    const values = fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 8, noNaN: true }), (values, truth) => {
        const interval = bootstrapInterval(values)!;
        const mean = meanOf(values);
        const [low, high] = withinBounds(interval, modes, mean);
        expect(low <= truth && truth <= high).toBe(interval[0] <= truth && truth <= interval[1]);
        expect(low).toBeGreaterThanOrEqual(Math.min(0, mean));
        expect(high).toBeLessThanOrEqual(Math.max(8, mean));
        expect(low <= mean && mean <= high).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('of a difference is twice as wide, where the figure has both ends', () => {
    expect(differenceBounds(modes)).toEqual({ least: -8, most: 8 });
    expect(differenceBounds({ least: 1, most: 10 })).toEqual({ least: -9, most: 9 });
    expect(differenceBounds({ least: 0 })).toEqual({});
  });

  it('of several values is the widest, and none where one has none', () => {
    expect(sharedBounds([modes, { least: -1, most: 4 }])).toEqual({ least: -1, most: 8 });
    expect(sharedBounds([modes, { least: 0 }])).toEqual({ least: 0 });
    expect(sharedBounds([modes, undefined])).toEqual({});
    expect(sharedBounds([])).toEqual({});
  });
});
