import { describe, expect, test } from 'vitest';
import type { Dataset, Factors } from '../../core/data/dataset.ts';
import { normal, uniform } from '../../core/random/stream.ts';
import type { Subject } from '../metric.ts';
import { contextOf, noiseImages, subjectWith } from '../testing/subjects.ts';
import { activeUnitsMetric } from './active-units.ts';
import { disentanglement } from './disentanglement.ts';

const sizes = [3, 6, 10, 16];
const names = ['shape', 'scale', 'x', 'y'];
const width = sizes.length;

/** Factor values as the pixels of an image, in sixteenths. */
const factors: Factors = {
  names,
  sizes,
  render: (values) => Float32Array.from(values, (value) => value / 16),
  of: (split, start, count) => {
    const draws = uniform(1, `factors/${split}`, 0, count * width, start * width);
    return Int32Array.from(draws, (u, at) => Math.floor(u * sizes[at % width]!));
  },
};
const sprites: Dataset = {
  ...noiseImages(),
  shape: [2, 2, 1],
  classes: 3,
  count: () => 5000,
  examples: (split, start, count) => {
    const values = factors.of(split, start, count);
    return { x: factors.render(values), labels: values.filter((_, at) => at % width === 0) };
  },
  factors,
};

const encoding = (encode: (x: Float32Array) => Float32Array, dataset = sprites): Subject => ({
  ...subjectWith(dataset, { encode: async (x) => encode(x) }),
  abilities: new Set(['latent', 'encode', 'posterior']),
});

describe('disentanglement', () => {
  test('the true factors score 100 % and a gap near 1, as the floors say', async () => {
    const [higgins, mig] = await disentanglement.compute(
      contextOf(
        encoding((x) => x.map((value) => -3 * value)),
        5000,
      ),
    );
    expect(higgins).toMatchObject({ id: 'higgins', value: 100, floor: 100, unit: '%' });
    expect(mig!.id).toBe('mig');
    expect(mig!.value).toBeGreaterThan(0.99);
    expect(mig!.value).toBeCloseTo(mig!.floor!, 6);
    expect(mig!.interval![1]).toBeLessThanOrEqual(1);
  });

  test('factors that are mixed score less, and noise what guessing gives', async () => {
    const mixed = encoding((x) =>
      x.map((_, at) => {
        const row = at - (at % width);
        return [0, 1, 2, 3].reduce((sum, k) => sum + x[row + k]! * Math.cos(1 + 2 * k * (at % width) + k), 0);
      }),
    );
    const [higginsMixed, migMixed] = await disentanglement.compute(contextOf(mixed, 2000));
    expect(migMixed!.value).toBeLessThan(0.3);
    let call = 0;
    const noise = encoding((x) => normal(1, 'noise', call++, x.length));
    const [higgins, mig] = await disentanglement.compute(contextOf(noise, 2000));
    expect(higgins!.value).toBeLessThan(45);
    expect(higginsMixed!.value).toBeGreaterThan(higgins!.value);
    expect(mig!.value).toBeLessThan(0.02);
    expect(mig!.interval![0]).toBeGreaterThanOrEqual(0);
  });

  test('latents that are all constant tell nothing', async () => {
    const [higgins, mig] = await disentanglement.compute(
      contextOf(
        encoding((x) => new Float32Array(x.length)),
        1000,
      ),
    );
    expect(higgins!.value).toBeLessThan(50);
    expect(mig!.value).toBe(0);
  });
});

test('active units are counted over 2,000 held-out examples', async () => {
  const subject = encoding((x) => x.map((value, at) => (at % width < 3 ? value : 0.7)));
  const [units] = await activeUnitsMetric.compute(contextOf(subject, 5000));
  // The third factor lies in 0 to 9 sixteenths: a variance of 8.25 / 256; the first in 0 to 2, of 0.67 / 256.
  expect(units).toMatchObject({ id: 'active-units', label: 'Active units of 4', value: 2, counts: { real: 2000 } });
  expect(units!.interval).toEqual([2, 2]);
});
