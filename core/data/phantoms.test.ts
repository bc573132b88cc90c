import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from './assets.ts';
import type { Dataset } from './dataset.ts';
import { loadDataset } from './load.ts';
import { coverEllipse, side } from './phantom-anatomy.ts';
import type { Ellipse } from './phantom-anatomy.ts';

const pixels = side * side;
const none = (): Promise<Uint8Array> => Promise.reject(new Error('reads nothing'));
const load = (values: object): Promise<Dataset> => loadDataset({ kind: 'phantoms', ...values }, none);
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;

/** Share of each pixel that an ellipse covers; each pixel is told once. */
function sharesOf(ellipse: Ellipse): Float64Array {
  const out = new Float64Array(pixels);
  coverEllipse(ellipse, (from, to, share) => {
    expect(out.subarray(from, to).every((known) => known === 0)).toBe(true);
    out.fill(share, from, to);
  });
  return out;
}

describe('an ellipse', () => {
  it.each([
    [32, 32, 20, 12, 0, 0.01],
    [31.3, 30.8, 9.7, 4.2, 0.2, 0.02],
    // Across few pixels an edge is not straight, as the distance takes it to be.
    [20.5, 40.1, 2.3, 1.7, 0.9, 0.05],
  ])('at %d, %d with axes %d and %d covers its area about its centre', (x, y, a, b, turn, tolerance) => {
    let [area, across, down] = [0, 0, 0];
    sharesOf({ x, y, a, b, turn }).forEach((share, pixel) => {
      area += share;
      across += share * ((pixel % side) + 0.5);
      down += share * (Math.floor(pixel / side) + 0.5);
    });
    expect(Math.abs(area / (Math.PI * a * b) - 1)).toBeLessThan(tolerance);
    expect(across / area).toBeCloseTo(x, 1);
    expect(down / area).toBeCloseTo(y, 1);
  });

  it('is its own mirror image, and the same after half a turn', () => {
    const shares = (turn: number): Float64Array => sharesOf({ x: 32, y: 32, a: 17, b: 6, turn });
    const turned = shares(0.15);
    const other = shares(-0.15);
    turned.forEach((share, i) => {
      expect(other[Math.floor(i / side) * side + (side - 1 - (i % side))]).toBeCloseTo(share, 10);
      expect(turned[pixels - 1 - i]).toBeCloseTo(share, 10);
    });
  });

  it('stays within the image', () => {
    const seen: number[] = [];
    let area = 0;
    coverEllipse({ x: 0, y: 64, a: 9, b: 9, turn: 0 }, (from, to, share) => {
      seen.push(from, to - 1);
      area += share * (to - from);
    });
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...seen)).toBeLessThan(pixels);
    // A quarter of the disc lies within.
    expect(Math.abs(area / ((Math.PI * 81) / 4) - 1)).toBeLessThan(0.02);
  });
});

describe('phantoms', () => {
  let set: Dataset;
  beforeAll(async () => {
    set = await load({});
  });

  it.each([
    [{}, '684ef99f2ca933c57f70a280ddbcf9a7b39d7f43b9cca19ea395057aad93084a'],
    [{ pair: 'clean' }, '9d1022b40eeacf90299cedbb7a0ef552060ad048fa26fabdf6a6ffd265a58547'],
    [{ pair: 'mask', matched: false, noise: 0.2 }, 'a48f378386efd5c29987f40b6494ead7821ff07d62a8f5720bd33a957557760f'],
    [{ noise: 0 }, '4df933b2ab576dc54874ce7dcf9538ce9fe0125f75210d58ef6a02dcdc8ee358'],
  ])('with %j keep their bits', async (values, digest) => {
    const heads = await load(values);
    const [train, test] = [heads.batch(3, 1, 7), heads.examples('test', 100, 9)];
    const arrays = [
      train.x,
      train.labels,
      train.pair!,
      test.x,
      test.labels,
      test.pair!,
      heads.lesions!('test', 100, 9),
    ];
    const parts = arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
    expect(await sha256(new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()))).toBe(digest);
  });

  it('have lesions in half of the held-out heads and in none of training', async () => {
    const quick = await load({ pair: 'clean', noise: 0 });
    expect(Math.abs(mean(quick.examples('test', 0, 500).labels) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 500));
    expect(mean(quick.examples('train', 0, 200).labels)).toBe(0);
    expect(mean(set.lesions!('train', 0, 50))).toBe(0);
  });

  it.each([0, 0.2, 1])('have a lesion in a share of %d where told', async (lesions) => {
    const { labels } = (await load({ lesions, pair: 'clean', noise: 0 })).examples('test', 0, 200);
    expect(Math.abs(mean(labels) - lesions)).toBeLessThanOrEqual(4 * Math.sqrt((lesions * (1 - lesions)) / 200));
  });

  it('have a mask where the label says so, and a healthy head but for it', async () => {
    const [ill, healthy] = [await load({ lesions: 1, noise: 0 }), await load({ lesions: 0, noise: 0 })];
    const count = 25;
    const masks = ill.lesions!('test', 0, count);
    const [x, well] = [ill.examples('test', 0, count).x, healthy.examples('test', 0, count).x];
    const own = set.lesions!('test', 0, count);
    const { labels } = set.examples('test', 0, count);
    for (let i = 0; i < count; i++) {
      const mask = masks.subarray(i * pixels, (i + 1) * pixels);
      const size = mask.reduce((sum, value) => sum + value, 0);
      expect(size).toBeGreaterThan(8);
      expect(size).toBeLessThan(100);
      const ownSize = own.subarray(i * pixels, (i + 1) * pixels).reduce((sum, value) => sum + value, 0);
      expect(ownSize).toBe(labels[i] === 1 ? size : 0);
      let elsewhere = 0;
      for (let j = 0; j < pixels; j++) {
        // Away from the lesion's edge nothing differs.
        const near = [j, j - 1, j + 1, j - side, j + side, j - side - 1, j - side + 1, j + side - 1, j + side + 1];
        if (near.some((k) => mask[k] === 1)) continue;
        elsewhere = Math.max(elsewhere, Math.abs(x[i * pixels + j]! - well[i * pixels + j]!));
      }
      expect(elsewhere).toBeLessThan(1e-6);
    }
  });

  it('show the same head in both contrasts, which differ most in water', async () => {
    const { x, pair } = (await load({ noise: 0 })).examples('test', 0, 20);
    // Outside of the head both are empty; bone is dark in both, water dark in T1 and bright in T2.
    expect(x.every((value, i) => (value === 0) === (pair![i] === 0))).toBe(true);
    const water = Array.from(x, (_, i) => i).filter((i) => x[i]! > 0 && x[i]! < 0.25 && pair![i]! > 0.7);
    const white = Array.from(x, (_, i) => i).filter((i) => x[i]! > 0.65 && pair![i]! < 0.45);
    expect(water.length / 20).toBeGreaterThan(40);
    expect(white.length / 20).toBeGreaterThan(200);
  });

  it('have noise of the stated size, Rician in the background', async () => {
    const noise = 0.05;
    const { x, pair } = (await load({ pair: 'clean', noise })).examples('test', 0, 50);
    const background: number[] = [];
    const errors: number[] = [];
    for (let i = 0; i < x.length; i++) {
      if (pair![i]! === 0) background.push(x[i]!);
      else if (pair![i]! > 0.5 && pair![i]! < 0.8) errors.push(x[i]! - pair![i]!);
    }
    // Of a Rayleigh distribution the mean is sigma sqrt(pi / 2); of a strong signal the noise is nearly Gaussian.
    expect(mean(background) / (noise * Math.sqrt(Math.PI / 2))).toBeCloseTo(1, 2);
    expect(Math.sqrt(mean(errors.map((e) => e * e))) / noise).toBeCloseTo(1, 1);
  });

  it('pair a head with its own mask, in training too', async () => {
    const masks = await load({ pair: 'mask' });
    const { labels, pair } = masks.batch(1, 0, 20);
    const { pair: test } = masks.examples('test', 0, 10);
    expect(Array.from(test!)).toEqual(Array.from(masks.lesions!('test', 0, 10)));
    for (let i = 0; i < 20; i++) {
      const size = pair!.subarray(i * pixels, (i + 1) * pixels).reduce((sum, value) => sum + value, 0);
      expect(size > 0).toBe(labels[i] === 1);
    }
  });

  it('keep the T1 image when the second changes, and part the heads when unmatched', async () => {
    const [clean, apart] = [
      await load({ pair: 'clean', noise: 0 }),
      await load({ pair: 'clean', noise: 0, matched: false }),
    ];
    const [together, other] = [clean.batch(5, 0, 4), apart.batch(5, 0, 4)];
    expect(Array.from(other.x)).toEqual(Array.from(together.x));
    expect(Array.from(together.pair!)).toEqual(Array.from(together.x));
    expect(Array.from(other.pair!)).not.toEqual(Array.from(together.pair!));
    const test = apart.examples('test', 0, 3);
    expect(Array.from(test.pair!)).toEqual(Array.from(test.x));
  });
});
