import { describe, expect, test } from 'vitest';
import { momentsOf } from '../linear-algebra/moments.ts';
import { frechetDistance } from '../measures/frechet-distance.ts';
import type { FeatureStore, MetricValue } from '../metric.ts';
import { contextOf, noiseImages, pixelExtractor, pixels, sampling } from '../testing/subjects.ts';
import { classifierScoreMetric } from './classifier-score.ts';
import { fid } from './fid.ts';
import { kid } from './kid.ts';

const shifted = (shift: number) => sampling(noiseImages(), (count) => pixels('generated', 0, count, shift));

describe('FID', () => {
  test('compares as many samples as training images, with held-out images as the floor', async () => {
    const [value] = (await fid.compute(contextOf(shifted(0.1), 400, pixelExtractor()))) as [MetricValue];
    const set = (name: string, shift = 0) => momentsOf(pixels(name, 0, 400, shift), 4);
    expect(value.id).toBe('fid-pixels');
    expect(value.counts).toEqual({ generated: 400, real: 400 });
    expect(value.value).toBeCloseTo(frechetDistance(set('generated', 0.1), set('train')), 5);
    expect(value.floor).toBeCloseTo(frechetDistance(set('test'), set('train')), 5);
    expect(value.extractor).toEqual({ id: 'pixels-test', sha256: 'none' });
    expect(value.note).toContain('Only 400 samples');
    const [low, high] = value.interval!;
    // Four pixels shifted by 0.1 are at a distance of 0.04.
    expect(low).toBeLessThan(0.042);
    expect(high).toBeGreaterThan(0.04);
    expect(low).toBeGreaterThan(value.floor! * 5);
  });

  test('takes no more samples than the smaller split holds', async () => {
    const [value] = (await fid.compute(contextOf(shifted(0), 10_000, pixelExtractor()))) as [MetricValue];
    expect(value.counts).toEqual({ generated: 500, real: 500 });
  });

  test('says nothing where no extractor fits or there are too few samples', async () => {
    expect(await fid.compute(contextOf(shifted(0), 400))).toEqual([]);
    expect(await fid.compute(contextOf(shifted(0), 10, pixelExtractor()))).toEqual([]);
  });

  test('shows the extractor samples cut to [0, 1], and refuses those that are not finite', async () => {
    const extractor = pixelExtractor();
    const wide = sampling(noiseImages(), (count) => pixels('generated', 0, count).map((v) => 20 * v - 10));
    await fid.compute(contextOf(wide, 400, extractor));
    const generated = extractor.seen[0]!;
    expect([Math.min(...generated), Math.max(...generated)]).toEqual([0, 1]);
    const broken = sampling(noiseImages(), (count) => pixels('generated', 0, count).fill(NaN, 41, 42));
    await expect(fid.compute(contextOf(broken, 400, pixelExtractor()))).rejects.toThrow('Sample 10 is not finite');
  });
});

test('metrics of one subject share its features, and those of the dataset', async () => {
  const extractor = pixelExtractor();
  let draws = 0;
  const subject = sampling(noiseImages(), (count) => {
    draws++;
    return pixels('generated', 0, count);
  });
  for (const metric of [fid, kid, classifierScoreMetric]) await metric.compute(contextOf(subject, 200, extractor));
  expect(draws).toBe(1);
  expect(extractor.seen.length).toBe(3);
});

test('KID is near zero for samples of the data’s own distribution and above it for shifted ones', async () => {
  const [same] = (await kid.compute(contextOf(shifted(0), 500, pixelExtractor()))) as [MetricValue];
  const [far] = (await kid.compute(contextOf(shifted(0.2), 500, pixelExtractor()))) as [MetricValue];
  expect(same.id).toBe('kid-pixels');
  expect(same.counts).toEqual({ generated: 500, real: 500 });
  const std = (same.interval![1] - same.interval![0]) / 2;
  expect(Math.abs(same.value)).toBeLessThan(2 * std);
  expect(Math.abs(same.floor!)).toBeLessThan(2 * std);
  expect(far.interval![0]).toBeGreaterThan(same.interval![1]);
});

test('the classifier score comes with an interval and with real images’ score', async () => {
  const [value] = (await classifierScoreMetric.compute(contextOf(shifted(0), 500, pixelExtractor()))) as [MetricValue];
  expect(value.value).toBeGreaterThan(1);
  expect(value.interval![0]).toBeLessThan(value.floor!);
  expect(value.interval![1]).toBeGreaterThan(value.floor!);
});

test('features of real images come from the store where it has them, and go to it where not', async () => {
  const kept = new Map<string, Float32Array>();
  const store: FeatureStore = {
    get: async (key, length) => (kept.get(key)?.length === length ? kept.get(key) : undefined),
    put: async (key, values) => void kept.set(key, values),
  };
  const run = async () => {
    // A dataset of its own each time, as after a reload of the app.
    const [extractor, dataset] = [pixelExtractor(), noiseImages()];
    const subject = sampling(dataset, (count) => pixels('generated', 0, count));
    const values: MetricValue[] = [];
    for (const metric of [fid, classifierScoreMetric]) {
      values.push(...(await metric.compute({ ...contextOf(subject, 200, extractor), store })));
    }
    return { values, images: extractor.seen.reduce((sum, x) => sum + x.length / 4, 0) };
  };
  const first = await run();
  expect([...kept.keys()]).toEqual(['none/train/200', 'none/test/200']);
  const second = await run();
  expect([first.images, second.images]).toEqual([600, 200]);
  expect(second.values).toEqual(first.values);
});
