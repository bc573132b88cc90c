import { gradientOf } from '../backend/gradients.ts';
import * as tf from '../backend/tf.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';
import { meanOverBatch, sumPerExample } from './reductions.ts';

/** Inside the root of a gradient's norm, whose own gradient is infinite at 0. */
const NORM_EPSILON = 1e-12;

/** A discriminator or critic: `[batch, ...shape]` to one number per example, examples apart from one another. */
export type Critic = (x: Tensor) => Tensor;

/**
 * E(|grad_x f(x)| - target)^2 over a batch, differentiable in the critic's parameters; the weight (10 on images) is
 * the caller's. Gulrajani et al. 2017 (arXiv:1704.00028), eq. 3, with `x` from `interpolate`.
 * The gradient is that of the batch's sum, so a critic must not couple examples (no batch normalisation).
 */
export function gradientPenalty(critic: Critic, x: Tensor, target = 1): Scalar {
  const squaredNorm = sumPerExample(tf.square(gradientOf(critic, x)));
  const norm = tf.sqrt(tf.add(squaredNorm, NORM_EPSILON));
  return meanOverBatch(tf.square(tf.sub(norm, target)));
}

/**
 * E|grad_x f(x)|^2 over a batch, differentiable in the critic's parameters: R1 on real examples, R2 on generated
 * ones, each with the weight gamma / 2 that the caller applies. Mescheder et al. 2018 (arXiv:1801.04406), eq. 9 and 10.
 */
export const squaredGradientNorm = (critic: Critic, x: Tensor): Scalar =>
  meanOverBatch(sumPerExample(tf.square(gradientOf(critic, x))));

/** `epsilon * real + (1 - epsilon) * fake` with one epsilon in [0, 1) per example, `[batch]` or `[batch, 1]`. */
export function interpolate(real: Tensor, fake: Tensor, epsilon: Tensor): Tensor {
  const perExample = tf.reshape(epsilon, [real.shape[0], ...real.shape.slice(1).map(() => 1)]);
  return tf.add(fake, tf.mul(perExample, tf.sub(real, fake)));
}

/**
 * The projection onto [-limit, limit] that keeps a critic's weights bounded. Arjovsky et al. 2017
 * (arXiv:1701.07875), algorithm 1 (limit 0.01). NaN stays NaN: a clip by value would turn it into a limit on some
 * backends and hide that training has failed.
 */
export const clip =
  (limit: number) =>
  (parameter: Tensor): Tensor =>
    tf.where(tf.greater(tf.abs(parameter), limit), tf.mul(tf.sign(parameter), limit), parameter);
