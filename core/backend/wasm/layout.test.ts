import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend.ts';
import { wasmPathInNode } from '../testing/wasm-path.ts';
import * as tf from '../tf.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

type DType = 'float32' | 'int32' | 'bool';

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** Every element another number (bool: a pattern of no short period). */
function numbered(shape: readonly number[], dtype: DType = 'float32', start = 1): tf.Tensor {
  const of = (i: number) => (dtype === 'bool' ? ((i * i) >> 2) & 1 : start + i);
  return tf.tensor(
    Array.from({ length: sizeOf(shape) }, (_, i) => of(i)),
    [...shape],
    dtype,
  );
}

function indexOf(flat: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = flat;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

const flatOf = (index: readonly number[], shape: readonly number[]) =>
  index.reduce((flat, at, axis) => flat * shape[axis]! + at, 0);

/** A tensor of that shape, element by element: the one of x that `from` names, or a number of its own. */
function expectedOf(x: tf.Tensor, shape: readonly number[], from: (index: number[]) => number[] | number): number[] {
  const values = x.dataSync();
  return Array.from({ length: sizeOf(shape) }, (_, flat) => {
    const source = from(indexOf(flat, shape));
    return typeof source === 'number' ? source : values[flatOf(source, x.shape)]!;
  });
}

function expectTensor(actual: tf.Tensor, shape: readonly number[], values: readonly number[]): void {
  expect(actual.shape).toEqual(shape);
  expect([...actual.dataSync()]).toEqual(values);
}

const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
const dtypes = fc.constantFrom<DType>('float32', 'int32', 'bool');
const options = { numRuns: 100, seed: 11 };

/** A shape with a number for each axis, made from that axis's size. */
const withEach = <T>(each: (size: number) => fc.Arbitrary<T>) =>
  shapes.chain((shape) => fc.tuple(fc.constant(shape), fc.tuple(...shape.map(each)), dtypes));

describe('layout on WASM', () => {
  it('transposes by any order of the axes', () => {
    const orders = shapes.chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.shuffledSubarray(
          shape.map((_, i) => i),
          { minLength: shape.length },
        ),
        dtypes,
      ),
    );
    fc.assert(
      fc.property(orders, ([shape, order, dtype]) => {
        tf.tidy(() => {
          const x = numbered(shape, dtype);
          const outShape = order.map((axis) => shape[axis]!);
          const expected = expectedOf(x, outShape, (index) => shape.map((_, axis) => index[order.indexOf(axis)]!));
          expectTensor(tf.transpose(x, order), outShape, expected);
        });
      }),
      options,
    );
  });

  it('transposes matrices of any size, across its blocks', () => {
    for (const [rows, columns] of [
      [1, 17],
      [3, 130],
      [67, 4],
      [4, 64],
      [129, 71],
    ] as const) {
      tf.tidy(() => {
        const x = numbered([2, rows, columns]);
        const expected = expectedOf(x, [2, columns, rows], ([example, i, j]) => [example!, j!, i!]);
        expectTensor(tf.transpose(x, [0, 2, 1]), [2, columns, rows], expected);
      });
    }
  });

  it('slices any part', () => {
    const part = (size: number) =>
      fc
        .integer({ min: 0, max: size - 1 })
        .chain((begin) => fc.tuple(fc.constant(begin), fc.integer({ min: 0, max: size - begin })));
    fc.assert(
      fc.property(withEach(part), ([shape, parts, dtype]) => {
        tf.tidy(() => {
          const x = numbered(shape, dtype);
          const [begin, size] = [parts.map(([from]) => from), parts.map(([, count]) => count)];
          const expected = expectedOf(x, size, (index) => index.map((at, axis) => begin[axis]! + at));
          expectTensor(tf.slice(x, begin, size), size, expected);
        });
      }),
      options,
    );
  });

  it('pads by any number', () => {
    const padding = () => fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(withEach(padding), fc.constantFrom(0, 1), ([shape, around, dtype], fill) => {
        tf.tidy(() => {
          const x = numbered(shape, dtype);
          const outShape = shape.map((size, axis) => size + around[axis]![0] + around[axis]![1]);
          const expected = expectedOf(x, outShape, (index) => {
            const inside = index.map((at, axis) => at - around[axis]![0]);
            return inside.every((at, axis) => at >= 0 && at < shape[axis]!) ? inside : fill;
          });
          expectTensor(tf.pad(x, around, fill), outShape, expected);
        });
      }),
      options,
    );
  });

  it('pads what is empty', () => {
    tf.tidy(() =>
      expectTensor(
        tf.pad(
          tf.zeros([0, 2]),
          [
            [1, 1],
            [0, 1],
          ],
          0.5,
        ),
        [2, 3],
        Array<number>(6).fill(0.5),
      ),
    );
  });

  it('tiles and reverses', () => {
    const choices = withEach(() => fc.tuple(fc.integer({ min: 1, max: 2 }), fc.boolean()));
    fc.assert(
      fc.property(choices, ([shape, choice, dtype]) => {
        tf.tidy(() => {
          const x = numbered(shape, dtype);
          const reps = choice.map(([count]) => count);
          const tiled = shape.map((size, axis) => size * reps[axis]!);
          const expected = expectedOf(x, tiled, (index) => index.map((at, axis) => at % shape[axis]!));
          expectTensor(tf.tile(x, reps), tiled, expected);
          const axes = shape.map((_, axis) => axis).filter((axis) => choice[axis]![1]);
          const backwards = expectedOf(x, shape, (index) =>
            index.map((at, axis) => (axes.includes(axis) ? shape[axis]! - 1 - at : at)),
          );
          if (axes.length > 0) expectTensor(tf.reverse(x, axes), shape, backwards);
        });
      }),
      options,
    );
  });

  it('broadcasts', () => {
    tf.tidy(() => {
      const x = numbered([3, 1]);
      const from = ([, row]: number[]) => [row!, 0];
      expectTensor(tf.broadcastTo(x, [2, 3, 4]), [2, 3, 4], expectedOf(x, [2, 3, 4], from));
      const attributes = { shape: [2, 3, 4], inputShape: [3, 1] };
      const direct = tf.engine().runKernel<tf.Tensor>('BroadcastTo', { x }, attributes);
      expectTensor(direct, [2, 3, 4], expectedOf(x, [2, 3, 4], from));
    });
  });

  it('joins, stacks, splits and unstacks along any axis', () => {
    const choices = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axis: fc.integer({ min: 0, max: shape.length - 1 }),
        lengths: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }),
        dtype: dtypes,
      }),
    );
    fc.assert(
      fc.property(choices, ({ shape, axis, lengths, dtype }) => {
        tf.tidy(() => {
          const length = lengths.reduce((sum, n) => sum + n, 0);
          const at = (size: number) => shape.map((n, i) => (i === axis ? size : n));
          const x = numbered(at(length), dtype);
          const parts = tf.split(x, [...lengths], axis);
          let start = 0;
          lengths.forEach((size, i) => {
            const begin = start;
            const from = (index: number[]) => index.map((n, j) => (j === axis ? n + begin : n));
            expectTensor(parts[i]!, at(size), expectedOf(x, at(size), from));
            start += size;
          });
          expectTensor(tf.concat(parts, axis), at(length), [...x.dataSync()]);
          if (length > 0) expectTensor(tf.stack(tf.unstack(x, axis), axis), at(length), [...x.dataSync()]);
        });
      }),
      options,
    );
  });

  it('joins and copies long runs', () => {
    tf.tidy(() => {
      const x = numbered([3, 1031]);
      const y = numbered([3, 7], 'float32', 10_000);
      const wide = tf.concat([x, y], 1);
      const from = ([row, column]: number[]) => [row!, column!];
      expectTensor(tf.slice(wide, [0, 0], [3, 1031]), [3, 1031], expectedOf(x, [3, 1031], from));
      expectTensor(tf.slice(wide, [0, 1031], [3, 7]), [3, 7], [...y.dataSync()]);
    });
  });

  it('fills', () => {
    tf.tidy(() => {
      expectTensor(tf.fill([3, 11], -1.5), [3, 11], Array<number>(33).fill(-1.5));
      expectTensor(tf.fill([5], 7, 'int32'), [5], Array<number>(5).fill(7));
      expectTensor(tf.zerosLike(numbered([17])), [17], Array<number>(17).fill(0));
      expectTensor(tf.zerosLike(numbered([3], 'int32')), [3], [0, 0, 0]);
      expectTensor(tf.onesLike(numbered([1, 2, 1])), [1, 2, 1], [1, 1]);
      expect(tf.fill([0, 3], 1).size).toBe(0);
    });
  });
});
