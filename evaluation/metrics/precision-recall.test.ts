import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../core/backend/tf.ts';
import { loadDataset } from '../../core/data/load.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { pointsExtractor } from '../extractors/points-extractor.ts';
import { contextOf, noiseImages, pixelExtractor, pixels, sampling } from '../testing/subjects.ts';
import { precisionRecallMetric } from './precision-recall.ts';

let ring: Dataset;
beforeAll(async () => {
  await tf.setBackend('cpu');
  ring = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('procedural')));
});

const measure = async (
  dataset: Dataset,
  sample: (count: number) => Float32Array,
  count: number,
  extractor = pointsExtractor(2),
) => precisionRecallMetric.compute(contextOf(sampling(dataset, sample), count, extractor));

test('the data’s own distribution is at the floor, within the intervals', async () => {
  const values = await measure(ring, (count) => ring.examples('test', 5000, count).x, 500);
  expect(values.map(({ id }) => id)).toEqual([
    'precision-points',
    'recall-points',
    'density-points',
    'coverage-points',
  ]);
  for (const { value, floor, interval, counts, extractor } of values) {
    // Twice the interval: the floor has an error too.
    expect(Math.abs(value - floor!)).toBeLessThan(interval![1] - interval![0] + 0.02);
    expect(counts).toEqual({ generated: 500, real: 500 });
    expect(extractor!.id).toBe('points-identity');
  }
});

test('one mode of eight is precise, and covers an eighth', async () => {
  const first = (count: number) => {
    const { x } = ring.examples('test', 0, 20 * count);
    const [cx, cy] = ring.modes!.centres;
    const near: number[] = [];
    for (let i = 0; i < x.length; i += 2)
      if (Math.hypot(x[i]! - cx!, x[i + 1]! - cy!) < 0.1) near.push(x[i]!, x[i + 1]!);
    return Float32Array.from(near.slice(0, 2 * count));
  };
  const [precision, recall, , coverage] = await measure(ring, first, 400);
  expect(precision!.value).toBeGreaterThan(0.85);
  expect(recall!.value).toBeLessThan(0.16);
  expect(coverage!.value).toBeLessThan(0.16);
  expect(coverage!.value).toBeGreaterThan(0.08);
});

test('images are measured in an extractor’s features; too few samples or no extractor give nothing', async () => {
  const same = (count: number) => pixels('generated', 0, count);
  const values = await measure(noiseImages(), same, 300, pixelExtractor());
  expect(values[0]).toMatchObject({ id: 'precision-pixels', label: 'Precision in pixels' });
  expect(values[0]!.note).toContain('Only 300 samples');
  expect(values[0]!.value).toBeGreaterThan(0.8);
  expect(await measure(noiseImages(), same, 5, pixelExtractor())).toEqual([]);
  expect(await precisionRecallMetric.compute(contextOf(sampling(noiseImages(), same), 300))).toEqual([]);
});
