import { gradientOf } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import type { Scalar, Tensor } from '../../backend/tf.ts';
import type { CardText } from '../../spec/catalogue.ts';
import { meanOverBatch, sumPerExample } from '../reductions.ts';
import type { Critic } from './critic.ts';

/** Examples, `[batch, ...shape]`, with the discriminator's logits on them, `[batch]` or `[batch, 1]`. */
export interface Judged {
  readonly x: Tensor;
  readonly logits: Tensor;
}

/**
 * E_p[(1 - s(d))^2 |grad_x d|^2] + E_q[s(d)^2 |grad_x d|^2] with s the logistic function, differentiable in the
 * discriminator's parameters through both factors; the weight gamma / 2 is the caller's. It is what noise on the
 * inputs does to the logistic loss, to second order in its width. Roth et al. 2017 (arXiv:1705.09367), eq. 28.
 */
export function rothPenalty(discriminator: Critic, real: Judged, fake: Judged): Scalar {
  const side = ({ x, logits }: Judged, doubt: Tensor): Scalar => {
    const weight = tf.square(tf.reshape(doubt, [logits.shape[0]]));
    return meanOverBatch(tf.mul(weight, sumPerExample(tf.square(gradientOf(discriminator, x)))));
  };
  // 1 - s(d) = s(-d), which keeps its digits where d is large.
  return tf.add(side(real, tf.sigmoid(tf.neg(real.logits))), side(fake, tf.sigmoid(fake.logits)));
}

export const rothCard: CardText = {
  id: 'roth',
  label: 'Noise, to second order (Roth)',
  help: 'What noise on the discriminator’s inputs would do, worked out instead of drawn: its slope is damped where it is unsure or wrong.',
  fails:
    'Where the discriminator is certain and right the weights vanish, and with them the penalty: distributions that never touch stay apart.',
  formula: String.raw`\tfrac{\gamma}{2}\Bigl(\mathbb{E}_{p}\bigl[(1-\sigma(d))^2\|\nabla d\|^2\bigr] + \mathbb{E}_{q}\bigl[\sigma(d)^2\|\nabla d\|^2\bigr]\Bigr)`,
  paper: {
    title: 'Stabilizing Training of Generative Adversarial Networks through Regularization',
    authors: 'Roth, Lucchi, Nowozin, Hofmann',
    year: 2017,
    reference: 'arXiv:1705.09367',
  },
  source: 'core/objectives/regularisers/roth.ts',
};
