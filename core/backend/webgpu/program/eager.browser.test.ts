import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../backend.ts';
import { average } from '../../fused/average.ts';
import { norm } from '../../fused/norm.ts';
import { normalise } from '../../fused/normalise.ts';
import { optimise } from '../../fused/optimise.ts';
import { randomNumbers } from '../../fused/random.ts';
import { valueAndGradients } from '../../gradients.ts';
import { slotsOfRule, UpdateRule } from '../../program/operations.ts';
import * as tf from '../../tf.ts';
import { noise } from './testing/instructions.ts';

beforeAll(async () => {
  await startBackend({ choice: 'webgpu', wasmPath: '/wasm/', arithmetic: 'fast' });
});

async function on(backend: 'cpu' | 'webgpu', compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const outputs = tf.tidy(compute);
  const values = await Promise.all(outputs.map(async (tensor) => (await tensor.data<'float32'>()).slice()));
  tf.dispose(outputs);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

/** Compares the kernels of WebGPU with the plain loops of cpu. */
async function check(compute: () => tf.Tensor[], tolerance = 1e-5): Promise<void> {
  const expected = await on('cpu', compute);
  const actual = await on('webgpu', compute);
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  actual.forEach((values, n) =>
    values.forEach((value, i) => {
      const wanted = expected[n]![i]!;
      if (Number.isNaN(wanted)) expect(value).toBeNaN();
      else expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)));
    }),
  );
}

const sizes = [5, 1, 2049, 0, 17];

describe('fused kernels on WebGPU', () => {
  it.each(Object.entries(UpdateRule))('move parameters by %s, twice in a row', async (_, rule) => {
    const step = (start: number) => {
      const moves = sizes.map((size, n) => ({
        parameter: tf.tensor1d(noise(size, start + n)),
        gradient: tf.tensor1d(noise(size, start + 100 + n)),
        slots: Array.from({ length: slotsOfRule[rule]! }, (_, slot) => tf.abs(tf.tensor1d(noise(size, n + 10 * slot)))),
      }));
      return optimise({ rule, a: 0.9, b: 0.999, c: 1e-8 }, tf.tensor1d([0.0123, 3e-3, 1e-2]), moves);
    };
    await check(() => [...step(0), ...step(7)].flatMap(({ parameter, slots }) => [parameter, ...slots]), 1e-4);
  });

  it('average and measure', async () => {
    const tensors = (start: number) => sizes.map((size, n) => tf.tensor1d(noise(size, start + n)));
    await check(() => {
      const parameters = tensors(9);
      return average(
        0.99,
        tensors(0).map((each, n) => ({ average: each, parameter: parameters[n]! })),
      );
    });
    await check(() => [norm(tensors(3)), norm([tf.tensor1d([1, NaN])])]);
  });

  it.each([true, false])('normalise and pass gradients back, layer %s', async (layer) => {
    await check(() => {
      const [x, weights] = [tf.tensor(noise(2 * 3 * 5 * 4), [2, 3, 5, 4]), tf.tensor(noise(120, 5), [2, 3, 5, 4])];
      const variables = { x, scale: tf.tensor1d(noise(4, 1)), shift: tf.tensor1d(noise(4, 2)) };
      const { out, mean, variance } = normalise(x, variables.scale, variables.shift, { layer, epsilon: 1e-5 });
      const { gradients } = valueAndGradients(() => {
        const { out } = normalise(variables.x, variables.scale, variables.shift, { layer, epsilon: 1e-5 });
        return { total: tf.sum<tf.Scalar>(tf.mul(out, weights)), extra: {} };
      }, variables);
      return [out, mean, variance, gradients['x']!, gradients['scale']!, gradients['shift']!];
    }, 1e-4);
  });

  it('draw the numbers of the streams', async () => {
    for (const kind of ['normal', 'uniform'] as const) {
      await check(() => [randomNumbers({ kind, seed: 7, name: 'z' }, (step) => step + 2, 3, [5, 7])]);
    }
  });
});
