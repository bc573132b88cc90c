import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../../spec/fields.ts';
import type { Augment } from '../../spec/run-spec.ts';
import type { Batch } from '../dataset.ts';
import { imageDataset } from '../images.ts';
import { augmented, augmenterOf } from './augment.ts';
import { augmentSuite } from './augment.suite.ts';
import { augmentations } from './registry.ts';

const ids = augmentations.map(({ card }) => card.id);
/** Settings that change nothing. */
const nothing: Readonly<Record<string, Augment[string]>> = {
  'horizontal-flip': { probability: 0 },
  'vertical-flip': { probability: 0 },
  scaling: { factor: 1 },
  rotation: { degrees: 0 },
  translation: { pixels: 0 },
  brightness: { amount: 0 },
  contrast: { amount: 0 },
  'gaussian-noise': { sigma: 0 },
  cutout: { side: 0 },
};
/** Settings that change much, but do not empty a small image. */
const much: typeof nothing = {
  'horizontal-flip': { probability: 0.5 },
  'vertical-flip': { probability: 0.5 },
  scaling: { factor: 4 },
  rotation: { degrees: 180 },
  translation: { pixels: 3 },
  brightness: { amount: 1 },
  contrast: { amount: 1 },
  'gaussian-noise': { sigma: 1 },
  cutout: { side: 3 },
};
const usual = Object.fromEntries(augmentations.map(({ card }) => [card.id, defaultsOf(card.fields)]));

/** Images of many values, `[count, ...shape]`. */
const images = (count: number, shape: readonly number[]): Float32Array =>
  Float32Array.from({ length: count * shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7919 + 13) % 1009) / 1008);

function changed(augment: Augment, count: number, shape: readonly number[], seed = 1, index = 0): Float32Array {
  const x = images(count, shape);
  augmenterOf({ shape }, augment)({ x, labels: new Int32Array() }, count, seed, index);
  return x;
}

/** One image with one white pixel, and where it is afterwards; undefined when it left or was spread. */
function moved(augment: Augment, side: number, row: number, column: number, index: number) {
  const x = new Float32Array(side * side);
  x[row * side + column] = 1;
  augmenterOf({ shape: [side, side, 1] }, augment)({ x, labels: new Int32Array() }, 1, 3, index);
  const at = x.indexOf(1);
  return at < 0 ? undefined : ([Math.floor(at / side), at % side] as const);
}

const shapes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(1, 3));

augmentSuite();

describe.each(ids)('%s', (id) => {
  it('changes no bit where it is set to nothing', () => {
    fc.assert(
      fc.property(shapes, fc.nat(5), fc.nat(0xffffffff), fc.nat(1e6), (shape, count, seed, index) => {
        expect(changed({ [id]: nothing[id]! }, count, shape, seed, index)).toEqual(images(count, shape));
      }),
      { numRuns: 30 },
    );
  });

  it('changes something otherwise, by the seed and the batch alone, and keeps images in [0, 1]', () => {
    const augment = { [id]: much[id]! };
    const one = changed(augment, 20, [9, 6, 3]);
    expect(one).not.toEqual(images(20, [9, 6, 3]));
    expect(changed(augment, 20, [9, 6, 3])).toEqual(one);
    expect(one.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(changed(augment, 20, [9, 6, 3], 2)).not.toEqual(one);
    expect(changed(augment, 20, [9, 6, 3], 1, 1)).not.toEqual(one);
  });

  it('changes each example by its place in the batch alone', () => {
    const [few, many] = [changed({ [id]: much[id]! }, 3, [5, 4, 1]), changed({ [id]: much[id]! }, 7, [5, 4, 1])];
    expect(many.subarray(0, few.length)).toEqual(few);
  });

  it('changes the frames of a sequence alike', () => {
    if (id === 'gaussian-noise') return;
    const frame = images(1, [6, 6, 1]);
    const x = new Float32Array([...frame, ...frame, ...frame]);
    augmenterOf({ shape: [3, 6, 6, 1] }, { [id]: much[id]! })({ x, labels: new Int32Array() }, 1, 4, 2);
    const first = x.slice(0, 36);
    expect(x.slice(36, 72)).toEqual(first);
    expect(x.slice(72)).toEqual(first);
  });

  it('changes two domains by the same draws', () => {
    if (!augmentations.find(({ card }) => card.id === id)!.card.pairs) return;
    const [x, grey] = [images(8, [6, 6, 3]), new Float32Array(8 * 36)];
    for (let i = 0; i < grey.length; i++) grey[i] = x[3 * i + 1]!;
    const [shape, pair] = [[6, 6, 3], { shape: [6, 6, 1], matched: true }];
    augmenterOf({ shape, pair }, { [id]: much[id]! })({ x, labels: new Int32Array(), pair: grey }, 8, 4, 2);
    expect(grey).toEqual(x.filter((_, i) => i % 3 === 1));
  });
});

describe('flips', () => {
  it.each(['horizontal-flip', 'vertical-flip'])('%s twice is the image', (id) => {
    const x = images(4, [5, 6, 3]);
    const twice = augmenterOf({ shape: [5, 6, 3] }, { [id]: { probability: 1 } });
    twice({ x, labels: new Int32Array() }, 4, 1, 0);
    expect(x).not.toEqual(images(4, [5, 6, 3]));
    twice({ x, labels: new Int32Array() }, 4, 1, 1);
    expect(x).toEqual(images(4, [5, 6, 3]));
  });

  it('mirror the axis that they are called after', () => {
    expect(moved({ 'horizontal-flip': { probability: 1 } }, 5, 1, 0, 0)).toEqual([1, 4]);
    expect(moved({ 'vertical-flip': { probability: 1 } }, 5, 1, 0, 0)).toEqual([3, 0]);
  });

  it('mirror their share of examples', () => {
    const count = 4000;
    const x = changed({ 'horizontal-flip': { probability: 0.3 } }, count, [1, 2, 1]);
    const before = images(count, [1, 2, 1]);
    let flipped = 0;
    for (let i = 0; i < count; i++) if (x[2 * i] !== before[2 * i]) flipped++;
    // Four standard deviations of a binomial share.
    expect(Math.abs(flipped / count - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / count));
  });
});

describe('translation', () => {
  it('keeps the pixels that stay, and reaches every shift as often', () => {
    const counts = new Map<string, number>();
    const draws = 1800;
    for (let index = 0; index < draws; index++) {
      const at = moved({ translation: { pixels: 1 } }, 5, 2, 2, index)!;
      counts.set(at.join(), (counts.get(at.join()) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['1,1', '1,2', '1,3', '2,1', '2,2', '2,3', '3,1', '3,2', '3,3']);
    const expected = draws / 9;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 8 degrees of freedom exceed 26.1 once in a thousand.
    expect(chiSquare).toBeLessThan(26.1);
  });

  it('brings in black', () => {
    const x = new Float32Array(9 * 200).fill(1);
    augmenterOf({ shape: [3, 3, 1] }, { translation: { pixels: 2 } })({ x, labels: new Int32Array() }, 200, 1, 0);
    expect(new Set(x)).toEqual(new Set([0, 1]));
  });
});

describe('scaling', () => {
  it('is half of the time an enlargement', () => {
    const count = 2000;
    const shape = [1, 5, 1];
    const x = new Float32Array(5 * count);
    for (let i = 0; i < count; i++) x[5 * i + 2] = 1;
    augmenterOf({ shape }, { scaling: { factor: 2 } })({ x, labels: new Int32Array() }, count, 1, 0);
    // Enlarged, the middle pixel reaches over its neighbours; shrunk, it does not.
    let larger = 0;
    for (let i = 0; i < count; i++) if (x[5 * i + 1]! > 0) larger++;
    expect(Math.abs(larger / count - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / count));
  });
});

describe('brightness, contrast and noise', () => {
  /** Grey images, each pixel of which a change shows. */
  const greys = (count: number, values: readonly number[]): Float32Array =>
    Float32Array.from({ length: count * values.length }, (_, i) => values[i % values.length]!);

  const after = (augment: Augment, count: number, values: readonly number[]): Float32Array => {
    const x = greys(count, values);
    augmenterOf({ shape: [1, values.length, 1] }, augment)({ x, labels: new Int32Array() }, count, 1, 0);
    return x;
  };

  it('brightness shifts all pixels of an example alike, uniformly', () => {
    const x = after({ brightness: { amount: 0.2 } }, 1000, [0.25, 0.75]);
    let sum = 0;
    for (let i = 0; i < 1000; i++) {
      const shift = x[2 * i]! - 0.25;
      expect(x[2 * i + 1]! - 0.75).toBeCloseTo(shift, 6);
      expect(Math.abs(shift)).toBeLessThan(0.2 + 1e-6);
      sum += shift;
    }
    // The mean of uniform numbers in [-0.2, 0.2) has the deviation 0.2 / sqrt(3 n).
    expect(Math.abs(sum / 1000)).toBeLessThan((4 * 0.2) / Math.sqrt(3 * 1000));
  });

  it('contrast keeps the mean of an example and scales what differs from it', () => {
    const x = after({ contrast: { amount: 0.5 } }, 500, [0.3, 0.4, 0.5]);
    const factors = Array.from({ length: 500 }, (_, i) => (x[3 * i + 2]! - x[3 * i]!) / 0.2);
    for (let i = 0; i < 500; i++) expect(x[3 * i + 1]!).toBeCloseTo(0.4, 6);
    expect(Math.min(...factors)).toBeGreaterThan(0.499);
    expect(Math.max(...factors)).toBeLessThan(1.501);
    expect(Math.max(...factors) - Math.min(...factors)).toBeGreaterThan(0.95);
  });

  it('noise has its deviation, is cut off at black and white, and jitters points without a limit', () => {
    const n = 20_000;
    const x = after({ 'gaussian-noise': { sigma: 0.05 } }, n, [0.5]);
    const variance = x.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / n;
    // The variance of n normal numbers has the relative deviation sqrt(2 / n).
    expect(Math.abs(variance / 0.05 ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    const dark = after({ 'gaussian-noise': { sigma: 1 } }, 100, [0]);
    expect(dark.every((value) => value >= 0 && value <= 1)).toBe(true);
    const points = new Float32Array(200);
    augmenterOf({ shape: [2] }, { 'gaussian-noise': { sigma: 1 } })({ x: points, labels: new Int32Array() }, 100, 1, 0);
    expect(points.some((value) => value < -1)).toBe(true);
  });
});

describe('cutout', () => {
  it('blackens one square whose centre is anywhere', () => {
    const [side, count] = [7, 400];
    const x = new Float32Array(side * side * count).fill(1);
    augmenterOf({ shape: [side, side, 1] }, { cutout: { side: 3 } })({ x, labels: new Int32Array() }, count, 1, 0);
    const sizes = new Set<number>();
    const hits = new Float64Array(side * side);
    for (let i = 0; i < count; i++) {
      const image = x.subarray(i * side * side, (i + 1) * side * side);
      const black = [...image.keys()].filter((at) => image[at] === 0);
      sizes.add(black.length);
      for (const at of black) hits[at]!++;
    }
    expect([...sizes].sort((a, b) => a - b)).toEqual([4, 6, 9]);
    expect(hits.every((hit) => hit > 0)).toBe(true);
  });
});

describe('augmented', () => {
  const set = imageDataset({
    id: 'pictures',
    shape: [4, 4, 1],
    classes: 2,
    train: { pixels: new Uint8Array(16 * 40).map((_, i) => i % 251), labels: new Uint8Array(40) },
    test: { pixels: new Uint8Array(16 * 4).fill(200), labels: new Uint8Array(4) },
  });

  it('is the dataset itself without augmentations', () => {
    expect(augmented(set, undefined)).toBe(set);
  });

  it('changes training batches, whether they have room already or not, and never the examples', () => {
    const changes = augmented(set, usual);
    const batch = changes.batch(1, 5, 8);
    expect(batch.x).not.toEqual(set.batch(1, 5, 8).x);
    expect(batch.labels).toEqual(set.batch(1, 5, 8).labels);
    const room: Batch = changes.batch(1, 3, 8);
    expect(changes.batch(1, 5, 8, room)).toBe(room);
    expect(room).toEqual(batch);
    for (const split of ['train', 'test'] as const) {
      expect(changes.examples(split, 0, 4)).toEqual(set.examples(split, 0, 4));
    }
  });

  it('draws for each augmentation apart from the others', () => {
    // The shift is that of the translation alone, since a cutout takes its numbers from elsewhere.
    const alone = changed({ cutout: { side: 3 } }, 6, [8, 8, 1]);
    const both = changed({ cutout: { side: 3 }, translation: { pixels: 0 } }, 6, [8, 8, 1]);
    expect(both).toEqual(alone);
  });

  it('interpolates once however many augmentations move pixels', () => {
    // A quarter of a turn there and back again is exact, but two interpolations by other angles would not be.
    const x = images(2, [7, 7, 1]);
    const stay = {
      rotation: { degrees: 0 },
      scaling: { factor: 1 },
      'horizontal-flip': { probability: 1 },
      'vertical-flip': { probability: 1 },
    };
    augmenterOf({ shape: [7, 7, 1] }, stay)({ x, labels: new Int32Array() }, 2, 1, 0);
    expect([...x.subarray(0, 49)]).toEqual([...images(2, [7, 7, 1]).subarray(0, 49)].reverse());
  });
});
