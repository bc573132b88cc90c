import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend.ts';
import { gradientOf } from '../gradients.ts';
import { difference } from '../testing/check-op.ts';
import { wasmPathInNode } from '../testing/wasm-path.ts';
import * as tf from '../tf.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

type Shape4 = [number, number, number, number];

/** Values in [-1, 1), the same on every run. */
const noise = (shape: readonly number[], start = 0) => {
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => (((start + i + 1) * 0.6180339887498949) % 1) * 2 - 1),
    [...shape],
  );
};

/** Results of a case and its gradient on the current backend. */
const evaluate = (shape: Shape4, run: (x: tf.Tensor4D) => tf.Tensor) =>
  tf.tidy(() => {
    const x = noise(shape);
    const value = run(x as tf.Tensor4D);
    const weights = noise(value.shape, 7);
    const gradient = gradientOf((at) => tf.mul(run(at as tf.Tensor4D), weights), x);
    return [value.dataSync<'float32'>().slice(), gradient.dataSync<'float32'>().slice()] as const;
  });

/** The cpu backend computes positions in double precision, and sums in another order. */
const tolerance = 2e-5;

async function expectLikeCpu(shape: Shape4, run: (x: tf.Tensor4D) => tf.Tensor): Promise<void> {
  const actual = evaluate(shape, run);
  await tf.setBackend('cpu');
  const expected = evaluate(shape, run);
  await tf.setBackend('wasm');
  expect(difference(actual[0], expected[0])).toBeLessThan(tolerance);
  expect(difference(actual[1], expected[1])).toBeLessThan(tolerance);
}

const side = fc.integer({ min: 1, max: 9 });
const shapes = fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, fc.constantFrom(1, 3, 4, 6, 17));

describe('images on WASM', () => {
  it('are pooled as on cpu, with gradients, for any window, stride and padding', async () => {
    const tap = fc.integer({ min: 1, max: 4 });
    const windows = fc.record({ size: fc.tuple(tap, tap), stride: fc.tuple(tap, tap), same: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(shapes, windows, async (shape, { size, stride, same }) => {
        fc.pre(same || (size[0] <= shape[1] && size[1] <= shape[2]));
        await expectLikeCpu(shape, (x) => tf.avgPool(x, size, stride, same ? 'same' : 'valid'));
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('are resized as on cpu, with gradients, to any size', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, side, side, fc.boolean(), async (shape, height, width, corners) => {
        await expectLikeCpu(shape, (x) => tf.image.resizeBilinear(x, [height, width], corners));
        // Where a position is half-way between two pixels, a last bit decides which one is the nearest.
        const between = [
          [shape[1], height],
          [shape[2], width],
        ].some(
          ([from, to]) => corners && to! > 1 && ((from! - 1) * 2) % (to! - 1) === 0 && (from! - 1) % (to! - 1) !== 0,
        );
        if (!between) await expectLikeCpu(shape, (x) => tf.image.resizeNearestNeighbor(x, [height, width], corners));
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('are resized by the positions of the corners', () => {
    tf.tidy(() => {
      const x = tf.tensor4d([0, 10, 20], [1, 1, 3, 1]);
      const widened = (corners: boolean) => [...tf.image.resizeBilinear(x, [1, 6], corners).dataSync()];
      expect(widened(false)).toEqual([0, 5, 10, 15, 20, 20]);
      expect(widened(true)).toEqual([0, 4, 8, 12, 16, 20].map((value) => expect.closeTo(value, 5) as number));
      expect([...tf.image.resizeNearestNeighbor(x, [2, 2]).dataSync()]).toEqual([0, 10, 0, 10]);
    });
  });

  it('of no batch stay empty, and a NaN reaches its windows alone', () => {
    tf.tidy(() => {
      expect(tf.avgPool(tf.zeros<tf.Rank.R4>([0, 4, 4, 2]), 2, 2, 'same').shape).toEqual([0, 2, 2, 2]);
      expect(tf.image.resizeBilinear(tf.zeros<tf.Rank.R4>([0, 4, 4, 2]), [3, 3]).shape).toEqual([0, 3, 3, 2]);
      const x = tf.tensor4d([NaN, 1, 2, 4, 1, 1, 2, 4], [1, 2, 4, 1]);
      expect([...tf.avgPool(x, 2, 2, 'valid').dataSync()]).toEqual([NaN, 3]);
    });
  });
});

describe('lookups on WASM', () => {
  it('gather rows along any axis, by indices of any shape', () => {
    const choices = fc.record({
      shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
      axis: fc.nat(),
      indices: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
      dtype: fc.constantFrom('float32' as const, 'int32' as const),
    });
    fc.assert(
      fc.property(choices, ({ shape, axis: anyAxis, indices: any, dtype }) => {
        tf.tidy(() => {
          const axis = anyAxis % shape.length;
          const indices = any.map((index) => index % shape[axis]!);
          const x = tf.reshape(tf.tensor1d([...Array(shape.reduce((a, b) => a * b, 1)).keys()], dtype), shape);
          const found = tf.gather(x, tf.tensor2d(indices, [1, indices.length], 'int32'), axis);
          const expected = tf.concat(
            indices.map((at) =>
              tf.slice(
                x,
                shape.map((_, i) => (i === axis ? at : 0)),
                shape.map((n, i) => (i === axis ? 1 : n)),
              ),
            ),
            axis,
          );
          expect(found.shape).toEqual([...shape.slice(0, axis), 1, indices.length, ...shape.slice(axis + 1)]);
          expect([...found.dataSync()]).toEqual([...expected.dataSync()]);
        });
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('show an index outside as NaN', () => {
    tf.tidy(() => {
      const found = tf.gather(tf.ones([2, 3]), tf.tensor1d([1, 2, -1], 'int32')).dataSync();
      expect([...found]).toEqual([1, 1, 1, NaN, NaN, NaN, NaN, NaN, NaN]);
    });
  });

  it('add rows up by segments, in their order, and drop ids outside', () => {
    const choices = fc.record({
      width: fc.integer({ min: 1, max: 37 }),
      ids: fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 40 }),
      segments: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(choices, ({ width, ids, segments }) => {
        tf.tidy(() => {
          const rows = noise([ids.length, width]);
          const expected = new Float32Array(segments * width);
          rows.dataSync().forEach((value, i) => {
            const id = ids[Math.floor(i / width)]!;
            if (id >= 0 && id < segments) expected[id * width + (i % width)]! += value;
          });
          const summed = tf.unsortedSegmentSum(rows, tf.tensor1d(ids, 'int32'), segments);
          expect(summed.shape).toEqual([segments, width]);
          expect(summed.dataSync()).toEqual(expected);
        });
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('make rows of one number and others', () => {
    tf.tidy(() => {
      for (const dtype of ['float32', 'int32'] as const) {
        const rows = tf.oneHot(tf.tensor1d([2, 0, 3, -1], 'int32'), 3, 5, -1, dtype);
        expect([rows.shape, rows.dtype]).toEqual([[4, 3], dtype]);
        expect([...rows.dataSync()]).toEqual([-1, -1, 5, 5, -1, -1, -1, -1, -1, -1, -1, -1]);
      }
    });
  });
});
