import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function* work(turns: number): Generator<void, string> {
  for (let i = 0; i < turns; i++) {
    busy(20);
    yield;
  }
  return 'done';
}

test('messages get through while a computation runs', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  expect(await new Pace(new AbortController().signal).run(work(12))).toBe('done');
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(1);
});

test('a computation stops soon after it is cancelled, with the reason given', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled by the reader');
  let [parts, partsThen] = [0, Infinity];
  const counted = (function* () {
    for (const part of work(1000)) {
      parts++;
      yield part;
    }
    return 'done';
  })();
  setTimeout(() => {
    partsThen = parts;
    controller.abort(reason);
  }, 30);
  await expect(new Pace(controller.signal).run(counted)).rejects.toBe(reason);
  // At the next turn, of a part or two.
  expect(parts - partsThen).toBeLessThanOrEqual(2);
});

test('cancelled before it starts, it does one part at most', async () => {
  await expect(new Pace(AbortSignal.abort(new Error('no'))).run(work(100))).rejects.toThrow('no');
});
