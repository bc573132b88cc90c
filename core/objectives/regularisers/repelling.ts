import * as tf from '../../backend/tf.ts';
import type { Scalar, Tensor } from '../../backend/tf.ts';
import type { CardText } from '../../spec/catalogue.ts';

/** Inside the root of a code's length, whose gradient is infinite at 0. */
const NORM_EPSILON = 1e-12;

/**
 * The pulling-away term: the mean squared cosine between the codes of different samples,
 * 1 / (N (N - 1)) sum over i != j of cos^2(s_i, s_j), in [0, 1]. `codes` `[batch, ...]`, at least two.
 * Zhao et al. 2016 (arXiv:1609.03126), eq. 9.
 */
export function pullingAway(codes: Tensor): Scalar {
  const batch = codes.shape[0];
  const rows = tf.reshape<tf.Rank.R2>(codes, [batch, -1]);
  const squaredLengths = tf.add(tf.sum(tf.square(rows), 1, true), NORM_EPSILON);
  const directions = tf.div<tf.Tensor2D>(rows, tf.sqrt(squaredLengths));
  const all = tf.sum(tf.square(tf.matMul(directions, directions, false, true)));
  const own = tf.sum(tf.square(tf.sum(tf.square(directions), 1)));
  return tf.mul(tf.sub(all, own), 1 / (batch * (batch - 1)));
}

export const repellingCard: CardText = {
  id: 'repelling',
  label: 'Repelling term',
  help: 'Drives the codes of different samples apart, so that the generator cannot answer every latent with one picture. Needs an autoencoder as discriminator.',
  fails:
    'It only sees directions of codes: samples may differ in code and look alike. Too large a weight scatters samples off the data.',
  formula: String.raw`\frac{\lambda}{N(N-1)}\sum_{i \ne j}\left(\frac{s_i^\top s_j}{\|s_i\|\,\|s_j\|}\right)^2`,
  paper: {
    title: 'Energy-based Generative Adversarial Network',
    authors: 'Zhao, Mathieu, LeCun',
    year: 2016,
    reference: 'arXiv:1609.03126',
  },
  source: 'core/objectives/regularisers/repelling.ts',
};
