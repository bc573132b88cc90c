import { expect, test } from 'vitest';
import { loadDataset } from '../../core/data/load.ts';
import { contextOf, noiseImages, sampling } from '../testing/subjects.ts';
import { modeCoverageMetric } from './mode-coverage.ts';

const noFiles = () => Promise.reject(new Error('procedural'));

test.each([
  ['ring', 8],
  ['grid', 25],
])('the true %s covers its %i modes at the floor, within the intervals', async (kind, total) => {
  const dataset = await loadDataset({ kind }, noFiles);
  const subject = sampling(dataset, (count) => dataset.examples('train', 0, count).x);
  const [modes, quality, reverseKl] = await modeCoverageMetric.compute(contextOf(subject, 10_000));
  expect(modes).toMatchObject({ id: 'modes', value: total, floor: total, counts: { generated: 2500, real: 2500 } });
  expect(modes!.note).toBeUndefined();
  expect(quality!.id).toBe('high-quality');
  expect(Math.abs(quality!.value - 98.89)).toBeLessThan(0.7);
  expect(quality!.interval![0]).toBeLessThan(98.89);
  expect(quality!.interval![1]).toBeGreaterThan(98.89);
  expect(reverseKl!.id).toBe('reverse-kl');
  // The histogram of n ideal samples is (K - 1) / 2n from uniform on average.
  expect(reverseKl!.value).toBeLessThan((3 * (total - 1)) / 5000);
  expect(reverseKl!.floor).toBeLessThan((3 * (total - 1)) / 5000);
});

test('collapse onto one mode shows, and few samples are noted', async () => {
  const dataset = await loadDataset({ kind: 'ring' }, noFiles);
  const centre = dataset.modes!.centres.slice(0, 2);
  const subject = sampling(dataset, (count) => Float32Array.from({ length: 2 * count }, (_, i) => centre[i % 2]!));
  const [modes, quality, reverseKl] = await modeCoverageMetric.compute(contextOf(subject, 500));
  expect(modes).toMatchObject({ value: 1, interval: [1, 1] });
  expect(modes!.note).toContain('Only 500 samples');
  expect(quality!.value).toBe(100);
  expect(reverseKl!.value).toBeCloseTo(Math.log(8), 12);
});

test('it applies to samplers of sets with known modes only', async () => {
  const ring = await loadDataset({ kind: 'ring' }, noFiles);
  expect(modeCoverageMetric.applies(ring)).toBe(true);
  expect(modeCoverageMetric.applies(noiseImages())).toBe(false);
  expect(modeCoverageMetric.needs).toContain('sample');
});
