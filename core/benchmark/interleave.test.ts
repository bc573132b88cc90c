import { describe, expect, it } from 'vitest';
import { interleave, median } from './interleave.ts';
import type { Task } from './interleave.ts';

/** A clock that only tasks move, and tasks that take a given time and are written down. */
function stage(costs: Readonly<Record<string, number>>) {
  let time = 0;
  const log: string[] = [];
  const tasks = Object.entries(costs).map(([name, cost]): Task => ({
    run: () => {
      time += cost;
      log.push(name);
    },
  }));
  return { tasks, log, now: () => time };
}

describe('interleaving', () => {
  it('runs the tasks in turn after a first run of each', async () => {
    const { tasks, log, now } = stage({ a: 10, b: 20 });
    const samples = await interleave(tasks, { budgetMs: 1000, rounds: 3, now });
    expect(log).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']);
    expect(samples).toEqual([
      [10, 10, 10],
      [20, 20, 20],
    ]);
  });

  it('makes a sample of as many runs of a short task as the clock needs', async () => {
    const { tasks, log, now } = stage({ short: 0.5 });
    const [samples] = await interleave(tasks, { budgetMs: 1000, rounds: 2, now });
    expect(log).toHaveLength(2 + 2 * 6);
    expect(samples).toEqual([0.5, 0.5]);
  });

  it('stops at the budget, with a sample of everything', async () => {
    const { tasks, now } = stage({ a: 30, b: 40 });
    const samples = await interleave(tasks, { budgetMs: 150, rounds: 100, now });
    expect(samples.map((own) => own.length)).toEqual([2, 1]);
  });

  it('lets the only run of a task that is longer than the budget count', async () => {
    const { tasks, log, now } = stage({ a: 10, long: 5000 });
    const samples = await interleave(tasks, { budgetMs: 200, rounds: 5, now });
    expect(samples).toEqual([[10], [5000]]);
    expect(log).toEqual(['a', 'long', 'a']);
  });

  it('waits for promises and counts what they take', async () => {
    let time = 0;
    const task: Task = {
      run: async () => {
        await Promise.resolve();
        time += 7;
      },
    };
    expect(await interleave([task], { budgetMs: 100, rounds: 2, now: () => time })).toEqual([[7, 7]]);
  });

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let runs = 0;
    const task: Task = {
      run: () => {
        if (++runs === 3) controller.abort(reason);
      },
    };
    await expect(interleave([task], { budgetMs: 1e6, rounds: 9, signal: controller.signal })).rejects.toBe(reason);
  });
});

describe('the median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[5], 5],
  ])('of %j is %d', (values, middle) => expect(median(values)).toBe(middle));

  it('of nothing is not a number', () => expect(median([])).toBeNaN());
});
