import { beforeAll, expect, test } from 'vitest';
import { normal } from '../random/stream.ts';
import { startBackend } from './backend.ts';
import { recordFunction } from './recorded-function.ts';
import { wasmPathInNode } from './testing/wasm-path.ts';
import * as tf from './tf.ts';

const start = async (choice: 'wasm' | 'cpu') =>
  void (await startBackend({ choice, wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' }));

beforeAll(() => start('wasm'));

/** Inputs of a layer of constant weights, and its mean square for each row. */
function layer(rows: number) {
  const weights = tf.tensor2d(normal(1, 'weights', 0, 12), [3, 4]);
  const x = tf.tensor2d(normal(1, 'x', 0, rows * 3), [rows, 3]);
  const shift = tf.tensor2d(normal(1, 'shift', 0, rows * 4), [rows, 4]);
  const compute = (x: tf.Tensor2D, shift: tf.Tensor2D) =>
    tf.tidy(() => tf.mean(tf.square(tf.tanh(tf.add(tf.matMul(x, weights), shift))), 1));
  return { x, shift, compute };
}

test('a recorded function has the eager one’s bits, for the first inputs and for others', async () => {
  const { x, shift, compute } = layer(7);
  const recorded = (await recordFunction({ x, shift }, () => compute(x, shift)))!;
  expect(recorded.run()).toEqual(compute(x, shift).dataSync());
  const other = normal(2, 'x', 0, 21);
  recorded.set({ x: other });
  expect(recorded.run().slice()).toEqual(compute(tf.tensor2d(other, [7, 3]), shift).dataSync());
  const moved = tf.tensor2d(normal(2, 'shift', 0, 28), [7, 4]);
  recorded.set({ shift: moved });
  expect(recorded.run()).toEqual(compute(tf.tensor2d(other, [7, 3]), moved).dataSync());
  expect(() => recorded.set({ x: new Float32Array(20) })).toThrow();
  recorded.dispose();
});

test('it leaves no tensor', async () => {
  const { x, shift, compute } = layer(2);
  const before = tf.memory().numTensors;
  const recorded = await recordFunction({ x, shift }, () => compute(x, shift));
  recorded!.run();
  recorded!.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('inputs that share their values, and other backends, have no program', async () => {
  const { x, shift, compute } = layer(2);
  const twin = x.clone();
  expect(await recordFunction({ x, twin, shift }, () => compute(x, shift))).toBeUndefined();
  await start('cpu');
  const elsewhere = layer(2);
  expect(
    await recordFunction({ x: elsewhere.x }, () => elsewhere.compute(elsewhere.x, elsewhere.shift)),
  ).toBeUndefined();
  await start('wasm');
});

test('an error of the function is thrown on', async () => {
  const { x } = layer(2);
  const refuse = (): tf.Tensor => {
    throw new Error('not today');
  };
  await expect(recordFunction({ x }, refuse)).rejects.toThrow('not today');
});
