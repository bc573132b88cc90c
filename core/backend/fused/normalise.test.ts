import { describe, expect, it } from 'vitest';
import * as tf from '../tf.ts';
import { runKernel } from './kernel.ts';
import { Fused } from './names.ts';
import { normalise } from './normalise.ts';
import { composed, draws, expectNear, on, startWasmBeforeAll } from './testing.ts';

startWasmBeforeAll();

const epsilon = 1e-5;
/** A few roundings of float32 against a reference in double precision, relative to the largest value. */
const tolerance = 2e-6;

/** x, scale, shift, dy of such a shape; the scale changes sign. */
const inputsOf = (shape: readonly number[], channels: number, offset = 0) => {
  const size = tf.util.sizeFromShape([...shape]);
  return {
    x: tf.tensor(
      draws(size, 1, 2).map((value) => value + offset),
      [...shape],
    ),
    scale: tf.tensor1d(draws(channels, 5, 1.5)),
    shift: tf.tensor1d(draws(channels, 9)),
    dy: tf.tensor(draws(size, 2), [...shape]),
  };
};

const forward = (shape: readonly number[], channels: number, layer: boolean, offset?: number) => () => {
  const { x, scale, shift } = inputsOf(shape, channels, offset);
  return runKernel(Fused.normForward, { x, scale, shift }, { layer, epsilon });
};

const backward = (shape: readonly number[], channels: number, layer: boolean) => () => {
  const { x, scale, shift, dy } = inputsOf(shape, channels);
  const [, mean, variance] = runKernel(Fused.normForward, { x, scale, shift }, { layer, epsilon });
  return runKernel(Fused.normBackward, { dy, x, scale, mean: mean!, variance: variance! }, { layer, epsilon });
};

const shapes: readonly (readonly [shape: number[], channels: number, layer: boolean])[] = [
  ...[1, 2, 3, 17, 63, 64, 65, 131].flatMap((rows) =>
    [1, 2, 3, 4, 5, 16, 17, 64, 67, 130].flatMap((columns) =>
      [false, true].map((layer) => [[rows, columns], columns, layer] as const),
    ),
  ),
  [[2, 3, 5, 7], 7, false],
  [[2, 3, 5, 7], 7, true],
  [[3, 7, 7, 1], 1, true],
  [[67, 2, 3, 4], 4, true],
  [[2, 9, 13, 20], 20, true],
  [[5, 2051], 2051, true],
  [[700, 3], 3, false],
].map(([shape, channels, layer]) => [[...(shape as number[])], channels as number, layer as boolean] as const);

describe('a normalisation on wasm', () => {
  it('agrees with the reference for any sizes', async () => {
    for (const [shape, channels, layer] of shapes) {
      const what = `${layer ? 'layer' : 'batch'} norm of [${shape.join()}]`;
      const run = forward(shape, channels, layer);
      expectNear(await on('wasm', run), await on('cpu', run), tolerance, what);
    }
  });

  it('has gradients that agree with the reference for any sizes', async () => {
    for (const [shape, channels, layer] of shapes) {
      // With one value in a group the gradient is 0 but for rounding, which the small deviation blows up.
      if ((layer ? shape.slice(1) : shape.slice(0, -1)).every((length) => length === 1)) continue;
      const what = `gradients of ${layer ? 'layer' : 'batch'} norm of [${shape.join()}]`;
      const run = backward(shape, channels, layer);
      expectNear(await on('wasm', run), await on('cpu', run), tolerance, what);
    }
  });

  it.each([false, true])('keeps its digits far from 0 (layer norm: %s)', async (layer) => {
    // The numbers near 1000 are 6e-5 apart: what they lose to that is not the kernel's.
    const [shape, channels] = layer ? [[3, 4099], 4099] : [[1000, 5], 5];
    const run = forward(shape, channels, layer, 1000);
    const [wasm, cpu] = [await on('wasm', run), await on('cpu', run)];
    wasm[2]!.forEach((variance, i) => expect(variance / cpu[2]![i]!).toBeCloseTo(1, 6));
    wasm[1]!.forEach((mean, i) => expect(Math.abs(mean - cpu[1]![i]!)).toBeLessThan(7e-5));
    wasm[0]!.forEach((value, i) => expect(Math.abs(value - cpu[0]![i]!)).toBeLessThan(2e-4));
  });

  it('of equal values is the shift, with no variance', async () => {
    for (const layer of [false, true]) {
      const [out, mean, variance] = await on('wasm', () => {
        const [scale, shift] = [tf.fill([5], 3), tf.tensor1d([1, 2, 3, 4, 5])];
        return runKernel(Fused.normForward, { x: tf.fill([70, 5], 0.1), scale, shift }, { layer, epsilon });
      });
      out!.forEach((value, i) => expect(value).toBeCloseTo(1 + (i % 5), 4));
      mean!.forEach((value) => expect(value).toBeCloseTo(0.1, 7));
      variance!.forEach((value) => {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1e-14);
      });
    }
  });

  it('shows NaN and infinities where they were normalised, and nowhere else', async () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      for (const layer of [false, true]) {
        const [out, , variance] = await on('wasm', () => {
          const { x, scale, shift } = inputsOf([100, 21], 21);
          const values = x.dataSync().slice() as Float32Array;
          values[70 * 21 + 17] = bad;
          return runKernel(Fused.normForward, { x: tf.tensor(values, [100, 21]), scale, shift }, { layer, epsilon });
        });
        const group = layer ? 70 : 17;
        variance!.forEach((value, i) => expect(Number.isNaN(value)).toBe(i === group));
        out!.forEach((value, i) => expect(Number.isNaN(value)).toBe((layer ? Math.floor(i / 21) : i % 21) === group));
      }
    }
  });

  it('of nothing is nothing', async () => {
    for (const [shape, layer] of [
      [[0, 3], true],
      [[3, 0], false],
      [[0, 0], true],
    ] as const) {
      const outputs = await on('wasm', forward(shape, shape[1], layer));
      expect(outputs.map(({ length }) => length)).toEqual([0, 0, 0]);
    }
    const gradients = await on('wasm', backward([0, 3], 3, true));
    expect(gradients.map((values) => [...values])).toEqual([[], [0, 0, 0], [0, 0, 0]]);
  });
});

describe.each([false, true])('statistics of a normalisation (layer norm: %s)', (layer) => {
  it('are constants: no gradient flows through them', async () => {
    const [gradient] = await on('wasm', () => {
      const { x, scale, shift } = inputsOf([4, 3], 3);
      return [
        tf.grad((at: tf.Tensor) =>
          tf.add(tf.sum(at), tf.sum(normalise(at, scale, shift, { layer, epsilon }).variance)),
        )(x),
      ];
    });
    expect([...gradient!]).toEqual(new Array(12).fill(1));
  });
});

it.each([false, true])('agrees with the same normalisation composed of operations (layer norm: %s)', async (layer) => {
  const compute = () => {
    const { x, scale, shift, dy } = inputsOf([3, 2, 2, 5], 5);
    const total = (at: tf.Tensor, s: tf.Tensor): tf.Tensor =>
      tf.sum(tf.mul(dy, normalise(at, s, shift, { layer, epsilon }).out));
    const gradients = tf.grads(total)([x, scale]);
    const curvature = tf.grad((at: tf.Tensor) => tf.sum(tf.square(tf.grad((a: tf.Tensor) => total(a, scale))(at))))(x);
    const { out, mean, variance } = normalise(x, scale, shift, { layer, epsilon });
    return [out, mean, variance, ...gradients, curvature];
  };
  const expected = await on('cpu', compute);
  expectNear(await composed(Fused.normForward, compute), expected, 1e-5);
  expectNear(await on('wasm', compute), expected, 1e-5);
});
