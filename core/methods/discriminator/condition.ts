import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';

/** The shape of an example with so many values beside it: on the last axis. */
export const widened = (shape: readonly number[], width: number): readonly number[] => [
  ...shape.slice(0, -1),
  shape.at(-1)! + width,
];

/**
 * Examples `[batch, ..., last]` beside values that go with them, `[batch, width]`, to `[batch, ..., last + width]`: points
 * grow longer, and images get a channel of each value, the same at every pixel.
 */
export function beside(x: Tensor, values: Tensor): Tensor {
  const [batch, width] = values.shape as [number, number];
  const inner = x.shape.slice(1, -1);
  const spread = tf.mul(tf.ones([1, ...inner, 1]), tf.reshape(values, [batch, ...inner.map(() => 1), width]));
  return tf.concat([x, spread], -1);
}
