import { describe, expect, it } from 'vitest';
import { ModeHistory } from './mode-history.ts';

const counts = (...all: number[]) => ({
  all: Uint32Array.from(all),
  near: Uint32Array.from(all),
  total: all.reduce((sum, count) => sum + count, 0),
});
const stepsOf = (history: ModeHistory) => history.columns.map(({ step }) => step);

describe('the history of modes', () => {
  it('keeps shares in the order of steps, each step once', () => {
    const history = new ModeHistory();
    history.add(10, counts(1, 3));
    history.add(30, counts(2, 2));
    history.add(20, counts(4, 0));
    history.add(30, counts(0, 4));
    expect(stepsOf(history)).toEqual([10, 20, 30]);
    expect(history.columns.map(({ shares }) => [...shares])).toEqual([
      [0.25, 0.75],
      [1, 0],
      [0, 1],
    ]);
  });

  it('thins a long run evenly and still spans it', () => {
    const history = new ModeHistory();
    for (let step = 0; step < 100_000; step += 10) history.add(step, counts(1, 1));
    const steps = stepsOf(history);
    expect(steps.length).toBeLessThanOrEqual(480);
    expect(steps.length).toBeGreaterThan(120);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBeGreaterThan(99_000);
    const gaps = steps.slice(1).map((step, i) => step - steps[i]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(4 * Math.min(...gaps));
  });

  it('forgets an abandoned branch, and takes no column without samples', () => {
    const history = new ModeHistory();
    for (const step of [1, 2, 3]) history.add(step, counts(1));
    history.truncate(2);
    history.add(4, counts(0));
    expect(stepsOf(history)).toEqual([1, 2]);
  });
});
