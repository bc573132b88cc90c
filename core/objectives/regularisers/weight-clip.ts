import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';
import type { CardText } from '../../spec/catalogue.ts';

/**
 * The projection onto [-limit, limit] that keeps a critic's weights bounded. Arjovsky et al. 2017
 * (arXiv:1701.07875), algorithm 1 (limit 0.01). NaN stays NaN: a clip by value would turn it into a limit on some
 * backends and hide that training has failed.
 */
export const clip =
  (limit: number) =>
  (parameter: Tensor): Tensor =>
    tf.where(tf.greater(tf.abs(parameter), limit), tf.mul(tf.sign(parameter), limit), parameter);

export const weightClipCard: CardText = {
  id: 'weight-clip',
  label: 'Weight clip',
  help: 'Cuts every weight of the critic back into a box after each move, which bounds its slope.',
  fails:
    'Weights pile up at the walls of the box and the critic becomes almost linear; gradients vanish in a small box and explode in a large one.',
  formula: String.raw`w \leftarrow \max(-c, \min(c, w))`,
  paper: {
    title: 'Wasserstein GAN',
    authors: 'Arjovsky, Chintala, Bottou',
    year: 2017,
    reference: 'arXiv:1701.07875',
  },
  source: 'core/objectives/regularisers/weight-clip.ts',
};
