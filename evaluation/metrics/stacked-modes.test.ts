import { expect, test } from 'vitest';
import type { Dataset } from '../../core/data/dataset.ts';
import { uniform } from '../../core/random/stream.ts';
import type { Extractor } from '../metric.ts';
import { contextOf, noiseImages, sampling } from '../testing/subjects.ts';
import { stackedModesMetric } from './stacked-modes.ts';

/** One pixel of two channels, each a digit in tenths. */
const digits = (name: string, start: number, count: number) =>
  uniform(3, name, 0, 2 * count, 2 * start).map((u) => Math.floor(10 * u) / 10);
const dataset: Dataset = {
  ...noiseImages(),
  id: 'two-digits',
  shape: [1, 1, 2],
  digits: 2,
  count: () => 2000,
  examples: (split, start, count) => ({ x: digits(split, start, count), labels: new Int32Array(count) }),
};
const extractor: Extractor = {
  id: 'tenths',
  family: 'tenths',
  space: 'tenths',
  remark: '',
  sha256: 'none',
  features: 2,
  classes: 20,
  run: async (x) => ({
    features: x.slice(),
    probabilities: Float32Array.from({ length: 10 * x.length }, (_, at) =>
      Math.round(10 * x[Math.floor(at / 10)]!) === at % 10 ? 1 : 0,
    ),
  }),
};
const measure = (sample: (count: number) => Float32Array) =>
  stackedModesMetric.compute(contextOf(sampling(dataset, sample), 2000, extractor));

test('a sampler of the data is at the floor, and one of equal digits reaches ten modes of a hundred', async () => {
  const [modes, kl] = await measure((count) => digits('generated', 0, count));
  expect(modes).toMatchObject({ id: 'stacked-modes', value: 100, floor: 100, counts: { generated: 2000, real: 2000 } });
  expect(Math.abs(kl!.value - kl!.floor!)).toBeLessThan(0.02);
  expect(kl!.note).toContain('Only 2000 samples');
  const [ten, lost] = await measure((count) => digits('generated', 0, count).map((_, i, all) => all[i - (i % 2)]!));
  expect(ten!.value).toBe(10);
  expect(Math.abs(lost!.value - Math.log(10))).toBeLessThan(0.02);
  expect(lost!.interval![0]).toBeGreaterThan(kl!.interval![1]);
});

test('it is for stacked digits only', () => {
  expect(stackedModesMetric.applies(dataset)).toBe(true);
  expect(stackedModesMetric.applies(noiseImages())).toBe(false);
});
