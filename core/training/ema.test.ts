import { expect, it } from 'vitest';
import * as tf from '../backend/tf.ts';
import { averaged } from './ema.ts';

it('moves an average towards the parameter by 1 - decay, and makes one tensor', async () => {
  const ema = tf.tensor1d([1, -2]);
  const parameter = tf.tensor1d([3, 2]);
  const before = tf.memory().numTensors;
  const next = averaged(ema, parameter, 0.75);
  expect(tf.memory().numTensors).toBe(before + 1);
  expect(Array.from(await next.data())).toEqual([1.5, -1]);
  tf.dispose([ema, parameter, next]);
});

it('approaches a constant parameter geometrically', () => {
  const parameter = tf.scalar(1);
  const value = tf.tidy(() => {
    let ema: tf.Tensor = tf.scalar(0);
    for (let step = 0; step < 20; step++) ema = averaged(ema, parameter, 0.9);
    return ema.dataSync()[0]!;
  });
  // 1 - 0.9^20
  expect(value).toBeCloseTo(0.8784233454094307, 6);
  parameter.dispose();
});
