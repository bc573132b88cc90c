import * as tf from '../backend/tf.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';

/** Sum over all axes but the batch: `[batch, ...]` to `[batch]`. */
export const sumPerExample = (x: Tensor): Tensor => tf.sum(tf.reshape(x, [x.shape[0], -1]), 1);

/** Mean over the batch of one number per example: `[batch]` or `[batch, 1]` to a scalar. */
export const meanOverBatch = (x: Tensor): Scalar => tf.mean(x);
