import * as tf from '../../backend/tf.ts';
import type { Paper } from '../../spec/catalogue.ts';
import { minusLogSigmoid, perExampleLoss } from './loss.ts';

const paper: Paper = {
  title: 'Generative Adversarial Nets',
  authors: 'Goodfellow, Pouget-Abadie, Mirza, Xu, Warde-Farley, Ozair, Courville, Bengio',
  year: 2014,
  reference: 'arXiv:1406.2661',
};

const shared = {
  paper,
  source: 'core/objectives/adversarial/logistic.ts',
  probabilistic: true,
  onReal: minusLogSigmoid,
  // -log(1 - sigma(d)).
  onFake: tf.softplus,
};

/** Goodfellow et al. 2014, eq. 1: both players share one value. */
export const minimax = perExampleLoss({
  ...shared,
  id: 'minimax',
  label: 'Minimax',
  help: 'The original game: the generator lowers the very value the discriminator raises. Its gradient vanishes where the discriminator is sure.',
  fails:
    'Early on the discriminator tells the two apart with ease, the generator’s gradient is then close to zero and it stands still.',
  formula: String.raw`\min_G \max_D\; \mathbb{E}_{x}\log\sigma(d(x)) + \mathbb{E}_{z}\log\bigl(1-\sigma(d(G(z)))\bigr)`,
  // log(1 - sigma(d)): it saturates, and that is the point of offering it.
  ofGenerator: (fake) => tf.neg(tf.softplus(fake)),
});

/** Goodfellow et al. 2014, section 3: the generator raises log D instead. */
export const nonSaturating = perExampleLoss({
  ...shared,
  id: 'non-saturating',
  label: 'Non-saturating',
  help: 'The generator raises the chance that its samples pass for real. Strong gradients from the first step; a good default.',
  fails:
    'At the best discriminator it follows KL(q||p) - 2 JSD, which forgives missing modes: without a regulariser it drops some, or circles around them.',
  formula: String.raw`\min_D\; -\mathbb{E}_{x}\log\sigma(d(x)) - \mathbb{E}_{z}\log\bigl(1-\sigma(d(G(z)))\bigr),\quad \min_G\; -\mathbb{E}_{z}\log\sigma(d(G(z)))`,
  ofGenerator: minusLogSigmoid,
});
