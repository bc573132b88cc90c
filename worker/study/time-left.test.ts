import { expect, it } from 'vitest';
import type { Cell } from '../../core/spec/study-plan.ts';
import { timeLeft } from './time-left.ts';

const cell = (arm: number, seed: number) => ({ key: `${arm}-${seed}`, arm, seed }) as Cell;
const steps = { kind: 'steps', steps: 100 } as const;

it('goes by the mean of the arm, else by that of all, and by the part that is left of the one under way', () => {
  const known = [
    { arm: 0, seconds: 2 },
    { arm: 0, seconds: 4 },
    { arm: 1, seconds: 12 },
  ];
  expect(timeLeft([cell(0, 3), cell(1, 3)], known, steps)).toBe(15);
  expect(timeLeft([cell(2, 1)], known, steps)).toBe(6);
  expect(timeLeft([cell(0, 3), cell(1, 3)], known, steps, { key: '1-3', part: 0.75 })).toBe(3 + 3);
  expect(timeLeft([], known, steps)).toBe(0);
});

it('is unknown before the first result, but under a budget of time', () => {
  expect(timeLeft([cell(0, 1)], [], steps)).toBeUndefined();
  const left = [cell(0, 1), cell(1, 1)];
  expect(timeLeft(left, [], { kind: 'seconds', seconds: 30 }, { key: '0-1', part: 0.5 })).toBe(45);
});
