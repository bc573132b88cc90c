import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';

/**
 * The next exponential moving average of a parameter: `decay ema + (1 - decay) parameter`, a new tensor of the
 * same shape. Starts from the initial parameters, so it needs no bias correction.
 */
export function averaged(ema: Tensor, parameter: Tensor, decay: number): Tensor {
  return tf.tidy(() => tf.add(tf.mul(ema, decay), tf.mul(parameter, 1 - decay)));
}
