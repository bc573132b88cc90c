import { describe, expect, it } from 'vitest';
import { Pacemaker } from './pacemaker.ts';

/** A run that makes `steps` steps, and notes how far all were after each. */
async function run(id: string, pace: Pacemaker, at: Record<string, number>, steps: number, look: () => void) {
  while (at[id]! < steps) {
    if (pace.mustWait(id, at[id]!)) {
      await pace.wait(id);
      continue;
    }
    at[id]!++;
    look();
  }
  pace.leave(id);
}

describe('runs that are trained together', () => {
  it('are never farther apart than a round, and all come to their ends', async () => {
    const at: Record<string, number> = { a: 0, b: 0, c: 0 };
    const pace = new Pacemaker(Object.keys(at), 0);
    const ahead: number[] = [];
    const look = (): void => {
      const steps = Object.values(at);
      ahead.push((Math.max(...steps) - Math.min(...steps)) / Math.max(1, Math.min(...steps)));
    };
    await Promise.all([run('a', pace, at, 500, look), run('b', pace, at, 500, look), run('c', pace, at, 500, look)]);
    expect(at).toEqual({ a: 500, b: 500, c: 500 });
    // Rounds double while they are quick: no run is ever more than about twice as far as another, plus the first step.
    expect(Math.max(...ahead)).toBeLessThanOrEqual(2);
  });

  it('lets the run that is behind catch up first', async () => {
    const pace = new Pacemaker(['ahead', 'behind'], 10);
    expect(pace.mustWait('ahead', 30)).toBe(true);
    expect(pace.mustWait('behind', 10)).toBe(false);
    expect(pace.mustWait('behind', 11)).toBe(true);
    expect(pace.mustWait('no racer', 99)).toBe(false);
  });

  it('does not wait for a run that has left, and wakes one without letting it go on', async () => {
    const pace = new Pacemaker(['a', 'b'], 0);
    const woken = pace.wait('a');
    pace.wake('a');
    await woken;
    expect(pace.mustWait('a', 1)).toBe(true);
    const waiting = pace.wait('a');
    pace.leave('b');
    await waiting;
    expect(pace.mustWait('a', 1)).toBe(false);
  });
});
