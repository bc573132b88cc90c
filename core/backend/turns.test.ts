import { describe, expect, it } from 'vitest';
import { atOnce, inTurns } from './turns.ts';
import type { Parts } from './turns.ts';

function* counting(to: number, seen: number[]): Parts<string> {
  for (let part = 0; part < to; part++) {
    seen.push(part);
    yield;
  }
  return 'done';
}

describe('work in parts', () => {
  it('is done at once where nobody waits', () => {
    const seen: number[] = [];
    expect(atOnce(counting(3, seen))).toBe('done');
    expect(seen).toEqual([0, 1, 2]);
  });

  it('lets others take their turn between its own', async () => {
    const seen: number[] = [];
    const work = inTurns(counting(4, seen), 0);
    // A turn of no length is one part.
    expect(seen).toEqual([0]);
    let others = 0;
    const timer = setInterval(() => others++, 0);
    expect(await work).toBe('done');
    expect(seen).toEqual([0, 1, 2, 3]);
    while (others === 0) await new Promise((resolve) => setTimeout(resolve));
    clearInterval(timer);
  });

  it('passes on what it throws', async () => {
    function* failing(): Parts<void> {
      yield;
      throw new Error('no');
    }
    expect(() => atOnce(failing())).toThrow('no');
    await expect(inTurns(failing(), 0)).rejects.toThrow('no');
  });
});
