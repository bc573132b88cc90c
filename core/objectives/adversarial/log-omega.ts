import { stopGradient } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';

/** Below this e^x is so small that x itself is the start. */
const LINEAR_BELOW = -10;

/** A Newton step for e^y + y = x. */
const improved = (y: Tensor, x: Tensor): Tensor =>
  tf.sub(y, tf.mul(tf.add(tf.sub(y, x), tf.exp(y)), tf.sigmoid(tf.neg(y))));

/**
 * y with e^y + y = x: the logarithm of the Wright omega function W(e^x), where e^x itself would overflow. Elementwise,
 * to single precision for every finite x, and differentiable twice; NaN stays NaN.
 */
export function logOmega(x: Tensor): Tensor {
  // log softplus(x) is off by less than .32 everywhere; an error e becomes less than e^2 / 2 with each step.
  const linear = tf.less(x, LINEAR_BELOW);
  const bounded = tf.add(tf.relu(tf.sub(x, LINEAR_BELOW)), LINEAR_BELOW);
  const start = stopGradient(tf.where(linear, x, tf.log(tf.softplus(bounded))));
  const near = stopGradient(improved(improved(start, x), x));
  // A step from the root has the root's first derivative, and a step from there its second.
  return improved(improved(near, x), x);
}
