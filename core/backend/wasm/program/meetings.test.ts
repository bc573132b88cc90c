import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meetings } from './meetings.ts';
import type { Access, Step } from './meetings.ts';
import { segmentEnds } from './segments.ts';

const read = (from: number, end: number): Access => ({ from, end, writes: false });
const write = (from: number, end: number): Access => ({ from, end, writes: true });
const all = (...accesses: Access[]): Step => ({ parallel: true, accesses });
const alone = (...accesses: Access[]): Step => ({ parallel: false, accesses });

describe('threads meet', () => {
  it('before they read what others have written', () => {
    expect(meetings([all(write(0, 4)), all(read(0, 4))])).toEqual([false, true]);
    expect(meetings([alone(write(0, 4)), all(read(3, 8))])).toEqual([false, true]);
    expect(meetings([all(write(0, 4)), alone(read(0, 4))])).toEqual([false, true]);
  });

  it('before they write what others may be reading or writing', () => {
    expect(meetings([all(read(0, 4)), all(write(0, 4))])).toEqual([false, true]);
    expect(meetings([all(write(0, 4)), all(write(0, 4))])).toEqual([false, true]);
  });

  it('neither for what all only read, nor for what one does after the other, nor twice for the same', () => {
    expect(meetings([all(read(0, 4), write(4, 8)), all(read(0, 4), write(8, 12))])).toEqual([false, false]);
    expect(meetings([alone(write(0, 4)), alone(read(0, 4), write(4, 8)), alone(write(0, 4))])).toEqual([
      false,
      false,
      false,
    ]);
    expect(meetings([all(write(0, 4)), all(read(0, 4)), all(read(0, 4))])).toEqual([false, true, false]);
  });

  it('between any two instructions that could disturb each other', () => {
    const access = fc.record({ from: fc.nat(9), length: fc.integer({ min: 0, max: 3 }), writes: fc.boolean() });
    const step = fc.record({ parallel: fc.boolean(), accesses: fc.array(access, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (drawn) => {
        const steps = drawn.map(({ parallel, accesses }) => ({
          parallel,
          accesses: accesses.map(({ from, length, writes }) => ({ from, end: from + length, writes })),
        }));
        const meets = meetings(steps);
        const touches = ({ accesses }: Step, place: number, writing: boolean) =>
          accesses.some(({ from, end, writes }) => from <= place && place < end && (writes || !writing));
        steps.forEach((later, j) => {
          steps.slice(0, j).forEach((earlier, i) => {
            if (!earlier.parallel && !later.parallel) return;
            const disturbed = Array.from({ length: 13 }, (_, place) => place).some(
              (place) =>
                (touches(earlier, place, true) && touches(later, place, false)) ||
                (touches(earlier, place, false) && touches(later, place, true)),
            );
            if (disturbed) expect(meets.slice(i + 1, j + 1)).toContain(true);
          });
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe('segments', () => {
  it('hold about the same work, and every instruction once', () => {
    expect(segmentEnds([1, 1, 1, 1, 1], 2)).toEqual([2, 4, 5]);
    expect(segmentEnds([9, 1, 9, 9], 2)).toEqual([1, 2, 3, 4]);
    expect(segmentEnds([0, 0, 0], 2)).toEqual([3]);
    expect(segmentEnds([])).toEqual([]);
  });
});
