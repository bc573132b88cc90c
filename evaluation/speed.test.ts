import { expect, test } from 'vitest';
import { noiseImages, pixelExtractor } from './testing/subjects.ts';
import { timedTasks, timeEvaluation } from './speed.ts';

const never = new AbortController().signal;

test('every task is timed in every round, one after another', async () => {
  const began = Date.now();
  const timings = await timeEvaluation(noiseImages(), pixelExtractor(), { samples: 100, rounds: 2, signal: never });
  const [features, ...distances] = timedTasks;
  const round = [features, features, ...distances];
  expect(timings.map(({ task }) => task)).toEqual([...round, ...round]);
  let end = began;
  for (const { startedAt, seconds } of timings) {
    // Clocks of two kinds: one of them counts whole milliseconds.
    expect(startedAt).toBeGreaterThanOrEqual(Math.floor(end) - 2);
    expect(seconds).toBeGreaterThanOrEqual(0);
    end = startedAt + 1000 * seconds;
  }
  expect(end).toBeLessThanOrEqual(Date.now() + 2);
});

test('no more examples are taken than the smaller split holds', async () => {
  const extractor = pixelExtractor();
  const dataset = noiseImages();
  await timeEvaluation(dataset, extractor, { samples: 10_000, rounds: 1, signal: never });
  const seen = extractor.seen.reduce((sum, x) => sum + x.length / 4, 0);
  expect(seen).toBe(2 * Math.min(dataset.count('train'), dataset.count('test')));
});

test('it ends when told', async () => {
  const reason = new Error('enough');
  const options = { samples: 100, rounds: 1, signal: AbortSignal.abort(reason) };
  await expect(timeEvaluation(noiseImages(), pixelExtractor(), options)).rejects.toBe(reason);
});
