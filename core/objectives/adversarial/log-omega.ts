import { stopGradient } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';

/** Below this e^x is so small that x itself is the start. */
const LINEAR_BELOW = -10;

/** A Newton step for expm1(y) + y = -v. */
const improved = (y: Tensor, v: Tensor): Tensor =>
  tf.sub(y, tf.mul(tf.add(tf.add(tf.expm1(y), y), v), tf.sigmoid(tf.neg(y))));

/** A start that is off by less than .32 everywhere: log softplus(1 - v). */
function startFor(v: Tensor): Tensor {
  const x = tf.sub(1, v);
  const bounded = tf.add(tf.relu(tf.sub(x, LINEAR_BELOW)), LINEAR_BELOW);
  return tf.where(tf.less(x, LINEAR_BELOW), x, tf.log(tf.softplus(bounded)));
}

/**
 * y = log W(e^(1 - v)), where the exponential itself would overflow: the solution of e^y + y = 1 - v, also the
 * logarithm of the Wright omega function of 1 - v. Elementwise, to single precision for every finite v (relative
 * to y itself near v = 0, where y is 0), and differentiable twice; NaN stays NaN.
 */
export function logOmegaOfOneMinus(v: Tensor): Tensor {
  // An error e of the start becomes less than e^2 / 2 with each step.
  const near = stopGradient(improved(improved(startFor(v), v), v));
  // A step from the root has the root's first derivative, and a step from there its second.
  return improved(improved(near, v), v);
}
