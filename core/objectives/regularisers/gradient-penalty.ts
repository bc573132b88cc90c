import { gradientOf } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import type { Scalar, Tensor } from '../../backend/tf.ts';
import type { CardText } from '../../spec/catalogue.ts';
import { meanOverBatch, sumPerExample } from '../reductions.ts';
import type { Critic } from './critic.ts';

/** Inside the root of a gradient's norm, whose own gradient is infinite at 0. */
const NORM_EPSILON = 1e-12;

/** Which gradients are pulled to the target: all, or only longer ones. */
export type PenaltySides = 'two-sided' | 'one-sided';

/**
 * E(|grad_x f(x)| - target)^2 over a batch, differentiable in the critic's parameters; the weight (10 on images) is
 * the caller's. Gulrajani et al. 2017 (arXiv:1704.00028), eq. 3, with `x` from `interpolate`. One-sided, only
 * gradients longer than the target count (their section 4, and Petzka et al. 2018, arXiv:1709.08894, eq. 8).
 * The gradient is that of the batch's sum, so a critic must not couple examples (no batch normalisation).
 */
export function gradientPenalty(critic: Critic, x: Tensor, target = 1, sides: PenaltySides = 'two-sided'): Scalar {
  const squaredNorm = sumPerExample(tf.square(gradientOf(critic, x)));
  const excess = tf.sub(tf.sqrt(tf.add(squaredNorm, NORM_EPSILON)), target);
  return meanOverBatch(tf.square(sides === 'one-sided' ? tf.relu(excess) : excess));
}

/** `epsilon * real + (1 - epsilon) * fake` with one epsilon in [0, 1) per example, `[batch]` or `[batch, 1]`. */
export function interpolate(real: Tensor, fake: Tensor, epsilon: Tensor): Tensor {
  const perExample = tf.reshape(epsilon, [real.shape[0], ...real.shape.slice(1).map(() => 1)]);
  return tf.add(fake, tf.mul(perExample, tf.sub(real, fake)));
}

export const gradientPenaltyCard: CardText = {
  id: 'gradient-penalty',
  label: 'Gradient penalty',
  help: 'Pulls the length of the discriminator’s gradient to a target, usually 1, between real and generated samples. One-sided, it only holds it below.',
  fails:
    'It holds the slope only where it looks, on lines between batches. With a target of 1 a logistic discriminator keeps pushing at the optimum, so the players circle instead of settling.',
  formula: String.raw`\lambda\,\mathbb{E}_{\hat x}\bigl(\|\nabla_{\hat x} d(\hat x)\| - 1\bigr)^2,\quad \hat x = \epsilon x + (1-\epsilon)\,G(z)`,
  paper: {
    title: 'Improved Training of Wasserstein GANs',
    authors: 'Gulrajani et al.',
    year: 2017,
    reference: 'arXiv:1704.00028',
  },
  source: 'core/objectives/regularisers/gradient-penalty.ts',
};
