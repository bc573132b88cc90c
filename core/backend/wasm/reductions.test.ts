import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend.ts';
import { wasmPathInNode } from '../testing/wasm-path.ts';
import * as tf from '../tf.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** Values in [-1, 1), the same on every run. */
const noise = (size: number) =>
  Float32Array.from({ length: size }, (_, i) => (((i + 1) * 0.6180339887498949) % 1) * 2 - 1);

/** For each element of the result the elements of x it is made of, in order. */
function groups(shape: readonly number[], axes: readonly number[], values: ArrayLike<number>): number[][] {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const found = Array.from({ length: sizeOf(kept) }, (): number[] => []);
  for (let flat = 0; flat < sizeOf(shape); flat++) {
    let [rest, to, stride] = [flat, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      to += (axes.includes(axis) ? 0 : rest % shape[axis]!) * stride;
      rest = Math.floor(rest / shape[axis]!);
      stride *= kept[axis]!;
    }
    found[to]!.push(values[flat]!);
  }
  return found;
}

const add = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0);
const references = {
  sum: add,
  mean: (numbers: readonly number[]) => add(numbers) / numbers.length,
  max: (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), -Infinity),
  min: (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b), Infinity),
};
type Name = keyof typeof references;
const names = Object.keys(references) as Name[];

/** Rounding of a result, and of sums of four in single precision, against the sum of the sizes of what is added. */
const tolerance = 2e-7;

function check(shape: readonly number[], axes: readonly number[], keepDims = false): void {
  const values = noise(sizeOf(shape));
  const expected = groups(shape, axes, values);
  tf.tidy(() => {
    const x = tf.tensor(values, [...shape]);
    for (const name of names) {
      const actual = tf[name](x, [...axes], keepDims);
      expect(actual.shape).toEqual(
        keepDims ? shape.map((n, i) => (axes.includes(i) ? 1 : n)) : shape.filter((_, i) => !axes.includes(i)),
      );
      actual.dataSync().forEach((value, i) => {
        const size = add(expected[i]!.map(Math.abs)) / (name === 'mean' ? expected[i]!.length : 1);
        const reference = references[name](expected[i]!);
        const allowed = name === 'sum' || name === 'mean' ? tolerance * size : 0;
        expect(Math.abs(value - reference), `${name} of [${shape.join()}] over ${axes.join()}`).toBeLessThanOrEqual(
          allowed,
        );
      });
    }
  });
}

describe('sum, mean, max and min on WASM', () => {
  it('agree with plain loops over any axes', () => {
    const cases = fc.array(fc.constantFrom(1, 2, 3, 5, 8), { minLength: 1, maxLength: 5 }).chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.subarray(
          shape.map((_, i) => i),
          { minLength: 1 },
        ),
        fc.boolean(),
      ),
    );
    fc.assert(
      fc.property(cases, ([shape, axes, keepDims]) => check(shape, axes, keepDims)),
      { numRuns: 150, seed: 3 },
    );
  });

  it('agree with plain loops for runs and columns of any length', () => {
    for (const length of [1, 3, 4, 15, 16, 17, 31, 63, 127, 4095, 4096, 4097, 9001]) check([3, length], [1]);
    for (const [rows, columns] of [
      [1, 7],
      [2, 1031],
      [5, 3],
      [17, 64],
      [130, 127],
      [1021, 33],
      [700, 2],
      [33, 2050],
    ] as const) {
      check([rows, columns], [0]);
      check([2, rows, columns], [1]);
    }
  });

  it('of a million numbers keep single precision', () => {
    tf.tidy(() => {
      const many = tf.fill([1_000_000], 0.1);
      expect(Math.abs(tf.sum(many).dataSync()[0]! / 1e5 - 1)).toBeLessThan(1e-6);
      expect(Math.abs(tf.mean(many).dataSync()[0]! / 0.1 - 1)).toBeLessThan(1e-6);
      for (const total of tf.sum(tf.reshape(many, [250_000, 4]), 0).dataSync()) {
        expect(Math.abs(total / 25_000 - 1)).toBeLessThan(1e-6);
      }
    });
  });

  it('of nothing are the neutral element, and of no batch nothing', () => {
    tf.tidy(() => {
      for (const shape of [[0], [0, 3], [2, 0, 3]]) {
        const x = tf.zeros(shape);
        const axis = shape.indexOf(0);
        const only = (value: number) => Array<number>(sizeOf(shape.filter((n) => n > 0))).fill(value);
        expect([...tf.sum(x, axis).dataSync()]).toEqual(only(0));
        expect([...tf.mean(x, axis).dataSync()]).toEqual(only(NaN));
        expect([...tf.max(x, axis).dataSync()]).toEqual(only(-Infinity));
        expect([...tf.min(x, axis).dataSync()]).toEqual(only(Infinity));
      }
      expect(tf.sum(tf.zeros([0, 4]), 1).shape).toEqual([0]);
    });
  });

  it('pass NaN and infinities on, wherever they are', () => {
    for (const at of [0, 4, 16, 20, 34]) {
      for (const bad of [NaN, Infinity]) {
        const values = noise(35);
        values[at] = bad;
        for (const [shape, axis] of [
          [[1, 35], 1],
          [[35, 1], 0],
          [[5, 7], 0],
        ] as const) {
          tf.tidy(() => {
            for (const name of names) {
              const actual = tf[name](tf.tensor2d(values, [...shape]), axis).dataSync();
              groups(shape, [axis], values).forEach((numbers, i) => {
                const expected = references[name](numbers);
                if (!Number.isFinite(expected)) expect(actual[i]).toBe(expected);
                else expect(actual[i]).toBeCloseTo(expected, 5);
              });
            }
          });
        }
      }
    }
  });
});

describe('argMax and argMin on WASM', () => {
  it('find the first of the extreme numbers along any axis', () => {
    const shape = [3, 5, 4];
    const values = noise(60).map((value) => Math.round(value * 3));
    tf.tidy(() => {
      const x = tf.tensor(values, shape);
      for (const axis of [0, 1, 2]) {
        const expected = groups(shape, [axis], values);
        const largest = tf.argMax(x, axis);
        expect(largest.dtype).toBe('int32');
        expect([...largest.dataSync()]).toEqual(expected.map((numbers) => numbers.indexOf(Math.max(...numbers))));
        expect([...tf.argMin(x, axis).dataSync()]).toEqual(
          expected.map((numbers) => numbers.indexOf(Math.min(...numbers))),
        );
      }
    });
  });
});

describe('softmax on WASM', () => {
  const rowsOf = (values: ArrayLike<number>, columns: number) =>
    Array.from({ length: values.length / columns }, (_, row) =>
      Array.from({ length: columns }, (_, column) => values[row * columns + column]!),
    );

  /** In double precision. */
  function logSoftmaxOf(row: readonly number[]): number[] {
    const largest = Math.max(...row);
    const total = Math.log(add(row.map((x) => Math.exp(x - largest))));
    return row.map((x) => x - largest - total);
  }

  const both = (x: tf.Tensor) => ({
    softmax: tf.softmax(x).dataSync<'float32'>(),
    logSoftmax: tf.engine().runKernel<tf.Tensor>('LogSoftmax', { logits: x }, { axis: -1 }).dataSync<'float32'>(),
  });

  it('and its logarithm agree with double precision for rows of any length', () => {
    for (const [rows, columns] of [
      [1, 1],
      [5, 3],
      [3, 10],
      [2, 16],
      [7, 17],
      [1, 5001],
    ] as const) {
      tf.tidy(() => {
        const values = noise(rows * columns).map((value) => 20 * value);
        const { softmax, logSoftmax } = both(tf.tensor2d(values, [rows, columns]));
        rowsOf(values, columns)
          .flatMap(logSoftmaxOf)
          .forEach((expected, i) => {
            expect(Math.abs(logSoftmax[i]! - expected)).toBeLessThan(2e-6 * Math.max(1, Math.abs(expected)));
            expect(Math.abs(softmax[i]! / Math.exp(expected) - 1)).toBeLessThan(1e-5);
          });
      });
    }
  });

  it('do not overflow, and pass NaN on within its row', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1e30, 0, 0, -1e30, NaN, 2, 3, 4, 700, 700, -Infinity, 700], [3, 4]);
      const { softmax, logSoftmax } = both(x);
      expect([...softmax.slice(0, 4)]).toEqual([1, 0, 0, 0]);
      expect(logSoftmax[0]).toBe(0);
      expect([...softmax.slice(4, 8), ...logSoftmax.slice(4, 8)].every(Number.isNaN)).toBe(true);
      const third = Math.fround(1 / 3);
      expect([...softmax.slice(8)]).toEqual([third, third, 0, third]);
      expect(logSoftmax[10]).toBe(-Infinity);
    });
  });
});
