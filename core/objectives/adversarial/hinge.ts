import * as tf from '../../backend/tf.ts';
import { perExampleLoss } from './loss.ts';

/**
 * Lim and Ye 2017, eq. 12-13: a support vector machine's loss for the discriminator. By relu, whose NaN stays NaN;
 * a maximum would hide that training has failed.
 */
export const hinge = perExampleLoss({
  id: 'hinge',
  label: 'Hinge',
  help: 'The discriminator only learns from examples inside the margin between -1 and 1; the generator raises its own scores without limit.',
  fails:
    'Once every example is outside the margin the discriminator gets no gradient at all, while the generator goes on pushing: it needs spectral norm or another bound on the slope.',
  formula: String.raw`\min_D\; \mathbb{E}_{x}[1-d(x)]_+ + \mathbb{E}_{z}[1+d(G(z))]_+,\quad \min_G\; -\mathbb{E}_{z}\,d(G(z))`,
  paper: { title: 'Geometric GAN', authors: 'Lim, Ye', year: 2017, reference: 'arXiv:1705.02894' },
  source: 'core/objectives/adversarial/hinge.ts',
  probabilistic: false,
  onReal: (real) => tf.relu(tf.sub(1, real)),
  onFake: (fake) => tf.relu(tf.add(1, fake)),
  ofGenerator: tf.neg,
});
