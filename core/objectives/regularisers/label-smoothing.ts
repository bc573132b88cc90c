import * as tf from '../../backend/tf.ts';
import type { Scalar, Tensor } from '../../backend/tf.ts';
import type { CardText } from '../../spec/catalogue.ts';
import { meanOverBatch } from '../reductions.ts';

/**
 * What a target of `1 - share` for real examples adds to a logistic discriminator's loss: the cross-entropy
 * -(1 - a) log s(d) - a log(1 - s(d)) is -log s(d) + a d. One-sided: the target for generated examples stays 0.
 * Salimans et al. 2016 (arXiv:1606.03498), section 3.4.
 */
export const labelSmoothing = (realLogits: Tensor, share: number): Scalar => tf.mul(meanOverBatch(realLogits), share);

export const labelSmoothingCard: CardText = {
  id: 'label-smoothing',
  label: 'Label smoothing',
  help: 'Asks the discriminator for, say, 90% instead of certainty on real data, which keeps its logits small.',
  fails:
    'It bounds the discriminator’s confidence, not its slope, and moves its best answer: with much smoothing the game no longer aims at equal distributions exactly where they overlap least.',
  formula: String.raw`-\mathbb{E}_{x}\bigl[(1-\alpha)\log\sigma(d(x)) + \alpha\log(1-\sigma(d(x)))\bigr]`,
  paper: {
    title: 'Improved Techniques for Training GANs',
    authors: 'Salimans et al.',
    year: 2016,
    reference: 'arXiv:1606.03498',
  },
  source: 'core/objectives/regularisers/label-smoothing.ts',
};
