import { expect, it } from 'vitest';
import * as tf from '../tf.ts';
import { average } from './average.ts';
import { Fused } from './names.ts';
import { composed, draws, expectNear, expectSameBits, oddSizes, on, startWasmBeforeAll } from './testing.ts';

startWasmBeforeAll();

const pair = (averages: ArrayLike<number>, parameters: ArrayLike<number>) => ({
  average: tf.tensor1d(Float32Array.from(averages)),
  parameter: tf.tensor1d(Float32Array.from(parameters)),
});

it.each(['cpu', 'wasm'] as const)('moves averages towards the parameters by 1 - decay, on %s', async (backend) => {
  const outputs = await on(backend, () => average(0.75, [pair([1, -2], [3, 2]), pair([8], [0])]));
  expect(outputs.map((values) => [...values])).toEqual([[1.5, -1], [6]]);
});

it('has the same bits on wasm as on cpu, for any sizes together', async () => {
  const compute = () => average(0.999, [...oddSizes.map((size) => pair(draws(size, 1), draws(size, 5, 1e-3)))]);
  expectSameBits(await on('wasm', compute), await on('cpu', compute));
});

it('agrees with the same average composed of operations', async () => {
  const compute = () => average(0.9, [pair(draws(7, 1), draws(7, 5)), pair([2], [-1])]);
  expectNear(await composed(Fused.average, compute), await on('cpu', compute), 1e-6);
});

it('lets NaN and infinities through', async () => {
  const compute = () => average(0.5, [pair([NaN, 1, Infinity, Infinity, 0], [1, NaN, 1, -Infinity, Infinity])]);
  const [values] = await on('wasm', compute);
  expect([...values!]).toEqual([NaN, NaN, Infinity, NaN, Infinity]);
  expectSameBits([values!], await on('cpu', compute));
});

it('approaches a constant parameter geometrically', async () => {
  const [value] = await on('wasm', () => {
    let at: tf.Tensor = tf.scalar(0);
    for (let step = 0; step < 20; step++) at = average(0.9, [{ average: at, parameter: tf.scalar(1) }])[0]!;
    return [at];
  });
  // 1 - 0.9^20
  expect(value![0]).toBeCloseTo(0.8784233454094307, 6);
});
