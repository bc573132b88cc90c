import { expect, test } from 'vitest';
import { uniform } from '../../core/random/stream.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { loadDataset } from '../../core/data/load.ts';
import { contextOf, noiseImages, subjectWith } from '../testing/subjects.ts';
import { reconstruction } from './reconstruction.ts';

/** More images than are looked at in one go. */
const pictures: Dataset = {
  ...noiseImages(),
  shape: [12, 11, 2],
  count: () => 2500,
  examples: (_, start, count) => ({
    x: uniform(1, 'pictures', 0, 264 * count, 264 * start),
    labels: new Int32Array(count),
  }),
};

test('an error of 0.1 in every pixel is an MSE of 0.01 and 20 dB, over every block of examples', async () => {
  const subject = subjectWith(pictures, { reconstruct: async (x) => x.map((value) => value + 0.1) });
  const [mse, psnr, ssim] = await reconstruction.compute(contextOf(subject, 10_000));
  expect(mse).toMatchObject({ id: 'reconstruction-mse', counts: { real: 2500 } });
  expect(mse!.value).toBeCloseTo(0.01, 6);
  expect(psnr).toMatchObject({ id: 'reconstruction-psnr', unit: 'dB' });
  expect(psnr!.value).toBeCloseTo(20, 4);
  // Brightness alone differs, but for the values that are cut off at 1.
  expect(ssim!.id).toBe('reconstruction-ssim');
  expect(ssim!.value).toBeGreaterThan(0.9);
  expect(ssim!.value).toBeLessThan(0.999);
});

test('a perfect copy has no noise to speak of, and is similar in full', async () => {
  const subject = subjectWith(pictures, { reconstruct: async (x) => x.slice() });
  const values = await reconstruction.compute(contextOf(subject, 100));
  expect(values.map(({ id }) => id)).toEqual(['reconstruction-mse', 'reconstruction-ssim']);
  expect(values[0]!.value).toBe(0);
  expect(values[1]!.value).toBeCloseTo(1, 12);
});

test('points have an error only, and images smaller than the window no similarity', async () => {
  const ring = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('procedural')));
  const half = async (x: Float32Array) => x.map((value) => value / 2);
  const ids = async (dataset: Dataset) =>
    (await reconstruction.compute(contextOf(subjectWith(dataset, { reconstruct: half }), 50))).map(({ id }) => id);
  expect(await ids(ring)).toEqual(['reconstruction-mse']);
  expect(await ids(noiseImages())).toEqual(['reconstruction-mse', 'reconstruction-psnr']);
});
