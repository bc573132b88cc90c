import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend.ts';
import type { BackendHandle } from '../backend.ts';
import { gradientOf, valueAndGradients } from '../gradients.ts';
import { OutOfMemoryError } from '../program/out-of-memory.ts';
import { difference } from '../testing/check-op.ts';
import { wasmPathInNode } from '../testing/wasm-path.ts';
import * as tf from '../tf.ts';

let handle: BackendHandle;

beforeAll(async () => {
  handle = await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

/** Values in [-1, 1), the same on every run. */
const noise = (shape: readonly number[], start = 0) => {
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => (((start + i + 1) * 0.6180339887498949) % 1) * 2 - 1),
    [...shape],
  );
};

type Shape4 = [number, number, number, number];

/** The three convolution passes, computed by the stock cpu backend. */
async function onCpu<T>(compute: () => T): Promise<T> {
  await tf.setBackend('cpu');
  try {
    return compute();
  } finally {
    await tf.setBackend('wasm');
  }
}

function convolutionGradients(image: Shape4, filter: Shape4, stride: number, pad: 'same' | 'valid') {
  return tf.tidy(() => {
    const x = noise(image);
    const w = noise(filter, 5);
    const convolve = (input: tf.Tensor, weights: tf.Tensor) =>
      tf.conv2d(input as tf.Tensor4D, weights as tf.Tensor4D, stride, pad);
    const dy = noise(convolve(x, w).shape, 9);
    const filterGradient = gradientOf((weights) => tf.mul(convolve(x, weights), dy), w);
    const inputGradient = gradientOf((input) => tf.mul(convolve(input, w), dy), x);
    return {
      filter: filterGradient.dataSync<'float32'>().slice(),
      input: inputGradient.dataSync<'float32'>().slice(),
    };
  });
}

/** Both sides sum in single precision, in different orders. */
const tolerance = 1e-5;

describe('the gradients of a convolution on WASM', () => {
  it('agree with cpu for any size, stride and padding', async () => {
    const sizes = fc.record({
      batch: fc.integer({ min: 1, max: 3 }),
      height: fc.integer({ min: 1, max: 9 }),
      width: fc.integer({ min: 1, max: 9 }),
      channels: fc.integer({ min: 1, max: 5 }),
      filters: fc.integer({ min: 1, max: 9 }),
      tapsY: fc.integer({ min: 1, max: 5 }),
      tapsX: fc.integer({ min: 1, max: 5 }),
      stride: fc.integer({ min: 1, max: 3 }),
      pad: fc.constantFrom('same' as const, 'valid' as const),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ batch, height, width, channels, filters, tapsY, tapsX, stride, pad }) => {
        fc.pre(pad === 'same' || (tapsY <= height && tapsX <= width));
        const image: Shape4 = [batch, height, width, channels];
        const filter: Shape4 = [tapsY, tapsX, channels, filters];
        const actual = convolutionGradients(image, filter, stride, pad);
        const expected = await onCpu(() => convolutionGradients(image, filter, stride, pad));
        expect(difference(actual.filter, expected.filter)).toBeLessThan(tolerance);
        expect(difference(actual.input, expected.input)).toBeLessThan(tolerance);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('matMul on WASM', () => {
  it('agrees with cpu for any size, transposed or not', async () => {
    const size = fc.integer({ min: 1, max: 37 });
    await fc.assert(
      fc.asyncProperty(size, size, size, fc.boolean(), fc.boolean(), async (m, k, n, ta, tb) => {
        const compute = () =>
          tf.tidy(() =>
            tf
              .matMul(noise(ta ? [k, m] : [m, k]), noise(tb ? [n, k] : [k, n], 3), ta, tb)
              .dataSync<'float32'>()
              .slice(),
          );
        expect(difference(compute(), await onCpu(compute))).toBeLessThan(tolerance);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('broadcasts a single matrix over a batch', () => {
    tf.tidy(() => {
      const product = tf.matMul(noise([3, 2, 4]), noise([1, 4, 5]));
      const alone = tf.matMul(tf.reshape(tf.slice(noise([3, 2, 4]), [2, 0, 0], [1, 2, 4]), [2, 4]), noise([4, 5]));
      expect(product.shape).toEqual([3, 2, 5]);
      expect([...product.dataSync()].slice(20)).toEqual([...alone.dataSync()]);
    });
  });

  it('refuses sides that do not fit', () => {
    expect(() => tf.engine().runKernel('BatchMatMul', { a: tf.ones([2, 3]), b: tf.ones([4, 5]) }, {})).toThrow(
      /3 columns meet 4 rows/,
    );
  });
});

describe('sums on WASM', () => {
  it('of a million numbers keep single precision', () => {
    tf.tidy(() => {
      const many = tf.fill([1_000_000], 0.1);
      expect(Math.abs(tf.sum(many).dataSync()[0]! / 1e5 - 1)).toBeLessThan(1e-6);
      expect(Math.abs(tf.mean(many).dataSync()[0]! / 0.1 - 1)).toBeLessThan(1e-6);
    });
  });

  it('agree with plain loops over any set of axes', () => {
    const shape = [2, 3, 1, 4];
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3]), fc.boolean(), (axes, keepDims) => {
        tf.tidy(() => {
          const x = noise(shape);
          const summed = tf.sum(x, axes, keepDims);
          const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
          const expected = new Float64Array(kept.reduce((product, n) => product * n, 1));
          x.dataSync().forEach((value, flat) => {
            let [rest, to, stride] = [flat, 0, 1];
            for (let axis = 3; axis >= 0; axis--) {
              const index = rest % shape[axis]!;
              rest = Math.floor(rest / shape[axis]!);
              to += (axes.includes(axis) ? 0 : index) * stride;
              stride *= kept[axis]!;
            }
            expected[to]! += value;
          });
          // tfjs takes no axes for all of them.
          if (axes.length > 0) {
            expect(summed.shape).toEqual(keepDims ? kept : shape.filter((_, axis) => !axes.includes(axis)));
            expect(difference(summed.dataSync<'float32'>(), Float32Array.from(expected))).toBeLessThan(1e-6);
          }
        });
      }),
    );
  });

  it('of integers stay integers, of nothing are zero', () => {
    tf.tidy(() => {
      const total = tf.sum(tf.tensor1d([2_000_000_001, 5, -7], 'int32'));
      expect(total.dtype).toBe('int32');
      expect(total.dataSync()[0]).toBe(1_999_999_999);
      expect(tf.sum(tf.zeros([0])).dataSync()[0]).toBe(0);
    });
  });
});

describe('unsortedSegmentSum on WASM', () => {
  it('adds rows up by their ids and drops ids outside', () => {
    tf.tidy(() => {
      const rows = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
      const summed = tf.unsortedSegmentSum(rows, tf.tensor1d([2, -1, 2, 0], 'int32'), 3);
      expect([...summed.dataSync()]).toEqual([7, 8, 0, 0, 6, 8]);
    });
  });
});

describe('a training step on WASM', () => {
  /** Convolution, transposed convolution, embedding and a gradient penalty: every kernel of this folder. */
  function step(): Record<string, tf.Tensor> {
    const x = noise([2, 4, 4, 3]);
    const wrt = {
      down: noise([4, 4, 3, 6], 1),
      up: noise([4, 4, 3, 6], 2),
      table: noise([5, 6], 3),
      out: noise([6, 1], 4),
    };
    const critic = (image: tf.Tensor) => {
      const hidden = tf.leakyRelu(tf.conv2d(image as tf.Tensor4D, wrt.down as tf.Tensor4D, 2, 'same'), 0.2);
      const pooled = tf.add(tf.mean(hidden, [1, 2]), tf.gather(wrt.table, tf.tensor1d([4, 0], 'int32')));
      return tf.matMul(tf.tanh(pooled), wrt.out);
    };
    return valueAndGradients(() => {
      const code = tf.conv2d(x as tf.Tensor4D, wrt.down as tf.Tensor4D, 2, 'same');
      const fake = tf.sigmoid(tf.conv2dTranspose(code, wrt.up as tf.Tensor4D, [2, 4, 4, 3], 2, 'same'));
      const slope = gradientOf(critic, fake);
      const penalty = tf.mean(tf.square(tf.sub(tf.sqrt(tf.add(tf.sum(tf.square(slope), [1, 2, 3]), 1e-12)), 1)));
      return { total: tf.add<tf.Scalar>(tf.mean(critic(fake)), penalty), extra: {} };
    }, wrt).gradients;
  }

  const bits = () => tf.tidy(() => Object.values(step()).map((g) => [...new Uint32Array(g.dataSync().slice().buffer)]));

  it('gives the same bits every time', () => {
    const first = bits();
    expect(first.flat().some((word) => word !== 0)).toBe(true);
    for (let i = 0; i < 5; i++) expect(bits()).toEqual(first);
  });

  it('leaves tensors and heap as they were after a thousand steps', () => {
    for (let i = 0; i < 20; i++) tf.dispose(step());
    const { numTensors } = tf.memory();
    const heap = handle.heapBytes();
    for (let i = 0; i < 1000; i++) tf.tidy(() => void step());
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(handle.heapBytes()).toBe(heap);
  });
});

describe('memory on WASM', () => {
  it('that cannot be had is an error, and what was there stays as it was', () => {
    const kept = tf.ones([4]);
    const hoard: tf.Tensor[] = [];
    try {
      expect(() => {
        for (let i = 0; i < 64; i++) hoard.push(tf.engine().makeTensorFromTensorInfo(reserve(2 ** 28)));
      }).toThrow(OutOfMemoryError);
      expect([...kept.dataSync()]).toEqual([1, 1, 1, 1]);
    } finally {
      tf.dispose([kept, ...hoard]);
    }
  });

  /** A tensor whose values are never written, so that its pages cost the machine nothing. */
  function reserve(elements: number): tf.TensorInfo {
    const backend = tf.backend() as unknown as { makeOutput(shape: number[], dtype: string): tf.TensorInfo };
    return backend.makeOutput([elements], 'float32');
  }
});
