import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageDataset } from './images.ts';

/** `count` images of 1 x 2 whose pixels are (i, 255 - i) and whose label is i % 3. */
function make(count: number) {
  const set = (n: number) => ({
    pixels: Uint8Array.from({ length: 2 * n }, (_, j) => (j % 2 === 0 ? j / 2 : 255 - (j - 1) / 2)),
    labels: Uint8Array.from({ length: n }, (_, i) => i % 3),
  });
  return imageDataset({ id: 'tiny', shape: [1, 2, 1], classes: 3, train: set(count), test: set(5) });
}

const indices = (x: Float32Array): number[] =>
  [...x].filter((_, j) => j % 2 === 0).map((value) => Math.round(value * 255));

describe('a finite set', () => {
  it('shows every example once an epoch, whatever the batch size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 70 }),
        fc.nat(1000),
        (count, size, seed) => {
          const set = make(count);
          const epochs = 3;
          const shown: number[] = [];
          for (let index = 0; shown.length < epochs * count; index++)
            shown.push(...indices(set.batch(seed, index, size).x));
          for (let epoch = 0; epoch < epochs; epoch++) {
            const one = shown.slice(epoch * count, (epoch + 1) * count).sort((a, b) => a - b);
            expect(one).toEqual(Array.from({ length: count }, (_, i) => i));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same row of examples whatever the batch size and the order of asking', () => {
    const set = make(20);
    const one = [0, 1, 2].flatMap((index) => indices(set.batch(4, index, 14).x));
    const backwards = [5, 4, 3, 2, 1, 0].map((index) => indices(make(20).batch(4, index, 7).x)).reverse();
    expect(one).toEqual(backwards.flat());
  });

  it('puts a batch that spans two epochs into the arrays of an earlier one', () => {
    const set = make(20);
    const earlier = set.batch(1, 0, 14);
    const arrays = { ...earlier };
    const batch = set.batch(4, 1, 14, earlier);
    expect(batch).toEqual(make(20).batch(4, 1, 14));
    expect(batch.x).toBe(arrays.x);
    expect(batch.labels).toBe(arrays.labels);
  });

  it('shuffles differently by epoch and seed', () => {
    const set = make(50);
    const orders = [set.batch(1, 0, 50), set.batch(1, 1, 50), set.batch(2, 0, 50)].map(({ x }) => indices(x).join());
    expect(new Set(orders).size).toBe(3);
  });

  it('keeps labels with their images and scales bytes to [0, 1]', () => {
    const { x, labels } = make(30).batch(1, 2, 30);
    indices(x).forEach((index, i) => {
      expect(labels[i]).toBe(index % 3);
      expect([x[2 * i], x[2 * i + 1]]).toEqual([Math.fround(index / 255), Math.fround((255 - index) / 255)]);
    });
  });

  it('gives examples in their own order and refuses to go past the end', () => {
    const set = make(30);
    expect(indices(set.examples('train', 10, 4).x)).toEqual([10, 11, 12, 13]);
    expect(set.count('test')).toBe(5);
    expect(() => set.examples('test', 3, 3)).toThrow(/tiny has 5 test examples/);
    expect(() => set.examples('test', -1, 1)).toThrow(RangeError);
  });
});
