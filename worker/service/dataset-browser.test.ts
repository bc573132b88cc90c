import { expect, it } from 'vitest';
import { loadDataset } from '../../core/data/load.ts';
import { imageDataset } from '../../core/data/images.ts';
import { catalogue } from '../../core/catalogue.ts';
import { checkAugment } from './check-spec.ts';
import { pageOf } from './dataset-browser.ts';

const set = imageDataset({
  id: 'pictures',
  shape: [6, 6, 1],
  classes: 2,
  train: {
    pixels: Uint8Array.from({ length: 36 * 20 }, (_, i) => (i * 37) % 251),
    labels: Uint8Array.from({ length: 20 }, (_, i) => i % 2),
  },
  test: { pixels: new Uint8Array(36), labels: new Uint8Array(1) },
});
const request = { split: 'train', start: 2, count: 4 } as const;

it('shows examples with augmentations, another chance for each draw, and leaves the set alone', () => {
  const plain = pageOf(set, request);
  const of = (draw: number) => pageOf(set, { ...request, augment: { by: { rotation: { degrees: 180 } }, draw } });
  expect(of(0).values).not.toEqual(plain.values);
  expect(of(0)).toEqual(of(0));
  expect(of(1).values).not.toEqual(of(0).values);
  expect(of(0).labels).toEqual(plain.labels);
  expect(pageOf(set, request)).toEqual(plain);
});

it('draws for each example of a class by itself', () => {
  const flipped = pageOf(set, {
    ...request,
    start: 0,
    count: 10,
    label: 1,
    augment: { by: { 'horizontal-flip': { probability: 0.5 } }, draw: 0 },
  });
  const plain = pageOf(set, { ...request, start: 0, count: 10, label: 1 });
  const same = Array.from({ length: 10 }, (_, i) =>
    flipped.values.subarray(36 * i, 36 * i + 36).every((value, j) => value === plain.values[36 * i + j]),
  );
  expect(new Set(same)).toEqual(new Set([true, false]));
});

it('jitters points', async () => {
  const ring = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('no files')));
  const by = checkAugment(catalogue, { kind: 'ring' }, { 'gaussian-noise': { sigma: 0.5 } });
  expect(pageOf(ring, { ...request, augment: { by, draw: 0 } }).values).not.toEqual(pageOf(ring, request).values);
});

it('refuses augmentations that do not fit, with the reason', () => {
  const refused = { code: 'invalid-spec', message: expect.stringContaining('Rotation is not for points') as string };
  expect(() => checkAugment(catalogue, { kind: 'ring' }, { rotation: true })).toThrow(
    expect.objectContaining(refused) as Error,
  );
});
