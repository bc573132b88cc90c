import { expect, test } from 'vitest';
import { loadDataset } from '../../core/data/load.ts';
import { contextOf, noiseImages, sampling } from '../testing/subjects.ts';
import { density } from './density.ts';

const ring = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('procedural')));

test('the true ring scores its floor, and one point at the centre far above it', async () => {
  const ideal = sampling(ring, (count) => ring.examples('train', 0, count).x);
  const values = await density.compute(contextOf(ideal, 10_000));
  expect(values.map(({ id }) => id)).toEqual(['density-kl', 'density-reverse-kl', 'density-js']);
  for (const { value, floor, interval, counts, unit } of values) {
    expect(value).toBeLessThan(0.01);
    expect(Math.abs(value - floor!)).toBeLessThan(0.005);
    expect(interval![0]).toBeLessThanOrEqual(value);
    expect(interval![1]).toBeGreaterThanOrEqual(value);
    expect([counts, unit]).toEqual([{ generated: 10_000 }, 'nats']);
  }
  const stuck = sampling(ring, (count) => new Float32Array(2 * count));
  const [kl, reverseKl, js] = await density.compute(contextOf(stuck, 500));
  expect(Math.min(kl!.value, reverseKl!.value)).toBeGreaterThan(5);
  expect(js!.value).toBeGreaterThan(0.65);
  expect(js!.value).toBeLessThanOrEqual(Math.log(2));
});

test('samples that are not numbers count as outside, so that the figures stay finite', async () => {
  const broken = sampling(ring, (count) => new Float32Array(2 * count).fill(NaN));
  for (const { value } of await density.compute(contextOf(broken, 200))) expect(value).toBeGreaterThan(0.6);
});

test('it applies to samplers of sets with a known density only', () => {
  expect(density.applies(ring)).toBe(true);
  expect(density.applies(noiseImages())).toBe(false);
  expect(density.needs).toContain('sample');
});
