import { gradientOf } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import type { Scalar, Tensor } from '../../backend/tf.ts';
import type { CardText, Paper } from '../../spec/catalogue.ts';
import { meanOverBatch, sumPerExample } from '../reductions.ts';
import type { Critic } from './critic.ts';

/**
 * E|grad_x f(x)|^2 over a batch, differentiable in the critic's parameters: R1 on real examples, R2 on generated
 * ones, each with the weight gamma / 2 that the caller applies. Mescheder et al. 2018 (arXiv:1801.04406), eq. 9 and 10.
 */
export const squaredGradientNorm = (critic: Critic, x: Tensor): Scalar =>
  meanOverBatch(sumPerExample(tf.square(gradientOf(critic, x))));

const paper: Paper = {
  title: 'Which Training Methods for GANs do actually Converge?',
  authors: 'Mescheder, Geiger, Nowozin',
  year: 2018,
  reference: 'arXiv:1801.04406',
};
const source = 'core/objectives/regularisers/zero-centred.ts';

export const r1Card: CardText = {
  id: 'r1',
  label: 'R1',
  help: 'Flattens the discriminator on real data. At the optimum nothing is left to push samples away, so the players come to rest.',
  fails:
    'Away from the data it says nothing: samples far off may get a steep or a silent discriminator. Too large a weight blurs what the discriminator can tell apart.',
  formula: String.raw`\tfrac{\gamma}{2}\,\mathbb{E}_{p(x)}\|\nabla_x d(x)\|^2`,
  paper,
  source,
};

export const r2Card: CardText = {
  id: 'r2',
  label: 'R2',
  help: 'Like R1, but flattens the discriminator where samples are.',
  fails: 'While samples are still far from the data it flattens the very slope that should lead them there.',
  formula: String.raw`\tfrac{\gamma}{2}\,\mathbb{E}_{q(x)}\|\nabla_x d(x)\|^2`,
  paper,
  source,
};
