import * as tf from '../../backend/tf.ts';
import type { Scalar, Tensor } from '../../backend/tf.ts';
import type { CardText } from '../../spec/catalogue.ts';

/**
 * Examples `[batch, ...shape]` with Gaussian noise of the given standard deviation; `draw` is standard normal, of
 * the same shape. Both players see both kinds of example through it. Sønderby et al. 2017 (arXiv:1610.04490), section 3.
 */
export const withNoise = (x: Tensor, draw: Tensor, std: Scalar): Tensor => tf.add(x, tf.mul(draw, std));

export const instanceNoiseCard: CardText = {
  id: 'instance-noise',
  label: 'Instance noise',
  help: 'Blurs real and generated samples before the discriminator sees them, so that the two always overlap. A schedule down to 0 sharpens them in time.',
  fails:
    'Constant noise makes the generator match blurred data, and its randomness makes gradients scatter. Modes closer than the noise melt into one.',
  formula: String.raw`d(x + \sigma\varepsilon),\quad \varepsilon \sim \mathcal{N}(0, I)`,
  paper: {
    title: 'Amortised MAP Inference for Image Super-resolution',
    authors: 'Sønderby et al.',
    year: 2017,
    reference: 'arXiv:1610.04490',
  },
  source: 'core/objectives/regularisers/instance-noise.ts',
};
