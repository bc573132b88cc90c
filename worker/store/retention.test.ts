import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointsToPrune, framesToThin } from './retention.ts';

const checkpoint = (step: number, more: { pinned?: boolean; quarantined?: string } = {}) => ({
  step,
  pinned: false,
  ...more,
});

describe('checkpointsToPrune', () => {
  it('keeps the newest three and the pinned, in whatever order they come', () => {
    const all = [checkpoint(50), checkpoint(10, { pinned: true }), checkpoint(30), checkpoint(20), checkpoint(40)];
    expect(checkpointsToPrune(all)).toEqual([20]);
    expect(checkpointsToPrune(all, 1).sort()).toEqual([20, 30, 40]);
    expect(checkpointsToPrune(all.slice(0, 3))).toEqual([]);
  });

  it('never counts a quarantined one as kept, and lets go of it once three newer good ones exist', () => {
    const bad = { quarantined: 'altered' };
    const all = [checkpoint(10), checkpoint(20), checkpoint(30, bad), checkpoint(40, bad)];
    expect(checkpointsToPrune(all)).toEqual([]);
    expect(checkpointsToPrune([...all, checkpoint(50), checkpoint(60), checkpoint(70)])).toEqual([10, 20, 30, 40]);
  });
});

describe('framesToThin', () => {
  it('drops every second frame, from the oldest on', () => {
    expect(framesToThin([0, 1, 2, 3, 4, 5, 6, 7, 8], 9)).toEqual([]);
    expect(framesToThin([0, 1, 2, 3, 4, 5, 6, 7, 8], 7)).toEqual([1, 3]);
    expect(framesToThin([0, 1, 2, 3, 4, 5, 6, 7, 8], 5)).toEqual([1, 3, 5, 7]);
  });

  it('keeps the first and the last, and no gap more than four times another, however long a run grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 20 }), fc.integer({ min: 1, max: 300 }), (cap, count) => {
        let kept: number[] = [];
        for (let step = 0; step < count; step++) {
          const dropped = framesToThin([...kept, step], cap);
          kept = [...kept, step].filter((at) => !dropped.includes(at));
        }
        expect(kept.length).toBe(Math.min(cap, count));
        expect([kept[0], kept.at(-1)]).toEqual([0, count - 1]);
        // The newest gap may still be short: it grows with the next frames.
        const gaps = kept.slice(1, -1).map((step, i) => step - kept[i]!);
        if (gaps.length > 1) expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThanOrEqual(4);
      }),
    );
  });
});
