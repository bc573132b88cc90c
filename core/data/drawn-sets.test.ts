import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { datasets } from './catalogue.ts';
import type { Dataset } from './dataset.ts';
import { loadDataset } from './load.ts';
import { nodeAssetReader } from './pack.ts';

const read = nodeAssetReader();

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
const inUnit = (values: Float32Array): boolean => values.every((value) => value >= 0 && value <= 1);

/** What every set promises whose examples are made when asked for. */
describe.each([
  ['stacked-mnist', {}],
  ['coloured-mnist', {}],
  ['sprites', {}],
  ['moving-digits', {}],
  ['phantoms', {}],
  ['phantoms', { pair: 'mask', matched: false, noise: 0 }],
  ['shape-domains', {}],
  ['shape-domains', { matched: false, swap: true }],
  ['digit-domains', { style: 'textured' }],
  ['digit-domains', { style: 'edges', matched: true, swap: true }],
])('%s %j', (kind, values) => {
  let set: Dataset;
  beforeAll(async () => {
    set = await loadDataset({ kind, ...values }, read);
  });

  it('has the shapes, classes and values that its card says', () => {
    const card = datasets.find(({ id }) => id === kind)!;
    expect([set.id, set.shape, set.classes, set.pair?.shape]).toEqual([kind, card.shape, card.classes, card.pair]);
    for (const { x, labels, pair } of [set.batch(3, 1, 5), set.examples('test', 2, 5)]) {
      expect([x.length, labels.length, pair?.length]).toEqual([
        5 * sizeOf(card.shape),
        card.classes > 0 ? 5 : 0,
        card.pair && 5 * sizeOf(card.pair),
      ]);
      expect(inUnit(x) && inUnit(pair ?? new Float32Array())).toBe(true);
      expect(labels.every((label) => label >= 0 && label < set.classes)).toBe(true);
    }
  });

  it('gives a batch again, in the arrays of another, and in parts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.nat(50),
        fc.integer({ min: 1, max: 3 }),
        (seed, index, half) => {
          const batch = set.batch(seed, index, 2 * half);
          const other = set.batch(seed >>> 1, index + 1, 2 * half);
          const arrays = { ...other };
          const again = set.batch(seed, index, 2 * half, other);
          expect(again).toEqual(batch);
          expect(again.x).toBe(arrays.x);
          expect(again.labels).toBe(arrays.labels);
          expect(again.pair).toBe(arrays.pair);
          const second = set.batch(seed, 2 * index + 1, half);
          expect(second.x).toEqual(batch.x.slice(batch.x.length / 2));
          expect(second.pair).toEqual(batch.pair?.slice(batch.pair.length / 2));
        },
      ),
      { numRuns: 5 },
    );
  });

  it('tells labels without drawing, and draws a second domain once it is read', () => {
    const examples = set.examples('test', 3, 4);
    expect(set.labels!('test', 3, 4)).toEqual(examples.labels);
    expect(() => set.labels!('test', set.count('test') - 1, 2)).toThrow(RangeError);
    // Read late, once, or after the arrays have been used again, it is that of the examples that stand there.
    const other = set.batch(4, 2, 3);
    const copy = {
      x: new Float32Array(other.x.length),
      labels: other.labels.slice(),
      ...(other.pair && { pair: other.pair.slice() }),
    };
    const again = set.batch(9, 5, 3, set.batch(4, 2, 3));
    expect(set.batch(9, 5, 3, copy)).toEqual(again);
    expect(copy.pair).toEqual(again.pair);
    expect(again.pair).toBe(again.pair);
    if (again.pair) expect(again.pair).not.toEqual(other.pair);
  });

  it('has its examples in one order and no more than it counts', () => {
    for (const split of ['train', 'test'] as const) {
      const last = set.count(split) - 1;
      const { x, labels } = set.examples(split, last - 2, 3);
      const one = set.examples(split, last, 1);
      expect(one.x).toEqual(x.slice(2 * sizeOf(set.shape)));
      expect(one.labels[0]).toBe(labels[2]);
      expect(() => set.examples(split, last, 2)).toThrow(`${kind} has ${last + 1} ${split} examples`);
    }
  });
});
