import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../core/backend/tf.ts';
import type { MetricValue } from '../metric.ts';
import { contextOf, noiseImages, pixelExtractor, pixels, sampling } from '../testing/subjects.ts';
import { memorisationMetric } from './memorisation.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** The training images are those of the stream `train`, the held-out ones those of `test`. */
const measure = async (sample: (count: number) => Float32Array) => {
  const values = await memorisationMetric.compute(contextOf(sampling(noiseImages(), sample), 400, pixelExtractor()));
  return (id: string): MetricValue => values.find((value) => value.id === id)!;
};

test('an independent set is not flagged, and is at the floor', async () => {
  const figure = await measure((count) => pixels('independent', 0, count));
  for (const id of ['copies-pixels', 'nearer-pixels', 'nearest-ratio-pixels']) {
    const { interval, note, counts } = figure(id);
    expect(note).toContain('No sign of memorisation');
    expect(counts).toEqual({ generated: 400, real: 600 });
    expect(interval![0]).toBeLessThanOrEqual(interval![1]);
  }
  expect(figure('copies-pixels').value).toBeLessThan(3);
  expect(Math.abs(figure('nearer-pixels').value - 0.5)).toBeLessThan(0.06);
  expect(figure('nearest-ratio-pixels').interval![0]).toBeLessThan(1);
  expect(figure('nearest-ratio-pixels').interval![1]).toBeGreaterThan(1);
});

test('a copied set is flagged', async () => {
  const figure = await measure((count) => pixels('train', 0, count));
  expect(figure('copies-pixels').value).toBe(100);
  expect(figure('nearer-pixels').value).toBe(1);
  expect(figure('nearest-ratio-pixels').value).toBe(0);
  expect(figure('copies-pixels').note).toMatch(/nearer than held-out .* p under 1e-6.*near as copies/);
});

test('one copy in ten, with a little noise, is flagged by the share', async () => {
  const figure = await measure((count) => {
    const [good, copied] = [pixels('independent', 0, count), pixels('train', 0, count)];
    return good.map((v, i) => (Math.floor(i / 4) % 10 === 0 ? copied[i]! + 1e-4 : v));
  });
  expect(figure('copies-pixels').interval![0]).toBeGreaterThan(7);
  expect(figure('copies-pixels').note).toContain('Too many are as near as copies');
});

test('endless data cannot be memorised, and two samples are needed', async () => {
  expect(memorisationMetric.applies({ ...noiseImages(), count: () => Infinity })).toBe(false);
  expect(memorisationMetric.applies(noiseImages())).toBe(true);
  const one = contextOf(
    sampling(noiseImages(), (count) => pixels('a', 0, count)),
    1,
    pixelExtractor(),
  );
  expect(await memorisationMetric.compute(one)).toEqual([]);
});
