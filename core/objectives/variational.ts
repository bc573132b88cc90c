import * as tf from '../backend/tf.ts';
import type { Tensor } from '../backend/tf.ts';
import { sumPerExample } from './reductions.ts';

/** log(2 pi). A literal, because the logarithm of the host's Math differs between engines. */
const LOG_TWO_PI = 1.8378770664093453;

/**
 * KL(N(mean, exp(logVariance)) || N(0, I)) of each example in nats, `[batch, dimension]` to `[batch]`:
 * 1/2 sum(mean^2 + variance - log variance - 1). Kingma and Welling 2014 (arXiv:1312.6114), appendix B.
 */
export const gaussianKl = (mean: Tensor, logVariance: Tensor): Tensor =>
  tf.mul(sumPerExample(tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1))), 0.5);

/**
 * -log p(x) of each example in nats under independent Bernoullis with those logits, for x in [0, 1]:
 * sum(softplus(logit) - x logit), finite for every logit. `[batch, ...shape]` to `[batch]`.
 * Kingma and Welling 2014, appendix C.1.
 */
export const bernoulliNll = (logits: Tensor, x: Tensor): Tensor =>
  sumPerExample(tf.sub(tf.softplus(logits), tf.mul(x, logits)));

/** Width of a Gaussian likelihood: one fixed standard deviation, or a log variance that broadcasts to x. */
export type GaussianWidth = { readonly std: number } | { readonly logVariance: Tensor };

/**
 * -log N(x; mean, sigma^2) of each example in nats with its whole constant, D/2 log(2 pi sigma^2):
 * `[batch, ...shape]` to `[batch]`. Kingma and Welling 2014, appendix C.2.
 */
export function gaussianNll(x: Tensor, mean: Tensor, width: GaussianWidth): Tensor {
  const squared = tf.square(tf.sub(x, mean));
  const logVariance = 'std' in width ? tf.log(tf.scalar(width.std * width.std)) : width.logVariance;
  const scaled =
    'std' in width ? tf.div(squared, width.std * width.std) : tf.mul(squared, tf.exp(tf.neg(width.logVariance)));
  return tf.mul(sumPerExample(tf.add(scaled, tf.add(logVariance, LOG_TWO_PI))), 0.5);
}

/**
 * A draw from N(mean, exp(logVariance)) that carries gradients to both: mean + exp(logVariance / 2) epsilon, epsilon
 * standard normal of the same shape. Kingma and Welling 2014, section 2.4.
 */
export const reparameterise = (mean: Tensor, logVariance: Tensor, epsilon: Tensor): Tensor =>
  tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), epsilon));

/** log N(z; 0, I) of each example in nats, `[batch, dimension]` to `[batch]`. */
export const standardNormalLogDensity = (z: Tensor): Tensor =>
  tf.mul(sumPerExample(tf.add(tf.square(z), LOG_TWO_PI)), -0.5);
