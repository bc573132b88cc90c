import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule, Scheduled } from '../spec/fields.ts';
import { describeSchedule, isOff, writeValue } from './schedule.ts';

const kinds = ['linear', 'exponential', 'cosine'] as const;
const of = (schedule: Schedule['schedule']): Schedule => ({ schedule, from: 0.1, to: 0.001, start: 100, end: 300 });

function valueAt(scheduled: Scheduled, step: number): number {
  const value = new Float64Array(1);
  writeValue(scheduled, step, value);
  return value[0]!;
}

describe('writeValue', () => {
  it('is the constant at every step', () => {
    expect(valueAt(0.3, 0)).toBe(0.3);
    expect(valueAt(0.3, 1e7)).toBe(0.3);
  });

  it.each(kinds)('is exactly `from` up to the start and `to` from the end on (%s)', (kind) => {
    const schedule = of(kind);
    expect([0, 100, 300, 1000].map((step) => valueAt(schedule, step))).toEqual([0.1, 0.1, 0.001, 0.001]);
  });

  it.each([
    // A quarter and half of the way: arithmetic mean, geometric mean, and (1 + cos(pi/4)) / 2 by hand.
    ['linear', 0.07525, 0.0505],
    ['exponential', 0.1 / Math.sqrt(10), 0.01],
    ['cosine', 0.001 + 0.099 * 0.8535533905932737, 0.0505],
  ] as const)('follows its curve between them (%s)', (kind, quarter, half) => {
    expect(valueAt(of(kind), 150)).toBeCloseTo(quarter, 15);
    expect(valueAt(of(kind), 200)).toBeCloseTo(half, 15);
  });

  it('never leaves the range of its ends and never turns back', () => {
    const value = fc.double({ min: 1e-6, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...kinds), value, value, fc.array(fc.nat(120)), (schedule, from, to, steps) => {
        const sorted = [...steps].sort((a, b) => a - b);
        const path = sorted.map((step) => valueAt({ schedule, from, to, start: 10, end: 110 }, step));
        const slack = 1e-12 * Math.max(from, to);
        for (const [i, at] of path.entries()) {
          expect(at).toBeGreaterThanOrEqual(Math.min(from, to) - slack);
          expect(at).toBeLessThanOrEqual(Math.max(from, to) + slack);
          expect((at - (path[i - 1] ?? from)) * Math.sign(to - from)).toBeGreaterThanOrEqual(-slack);
        }
      }),
    );
  });
});

it('is off only when it is 0 throughout', () => {
  const zero = { ...of('linear'), from: 0, to: 0 };
  expect([0, -0, zero].map(isOff)).toEqual([true, true, true]);
  expect([1e-9, of('linear'), { ...zero, to: 1 }, { ...zero, from: 1 }].map(isOff)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

it('is described in words', () => {
  expect(describeSchedule(2e-4)).toBe('0.0002');
  expect(describeSchedule(of('cosine'))).toBe('0.1 to 0.001 over steps 100 to 300 (cosine)');
});
