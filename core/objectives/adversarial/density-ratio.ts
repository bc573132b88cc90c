import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';
import type { AdversarialLoss } from './loss.ts';
import { perExampleLoss } from './loss.ts';

const halfSquare = (r: Tensor): Tensor => tf.mul(tf.square(r), 0.5);

/**
 * Uehara et al. 2016 with the Pearson divergence, f(t) = (t - 1)^2 / 2: the discriminator's output r estimates the
 * density ratio p / q by least squares, the generator brings it to 1.
 * @param mixture alpha in [0, 1): r is then the relative ratio p / (alpha p + (1 - alpha) q), at most 1 / alpha, after
 *   Yamada et al. 2011 (arXiv:1106.4729), eq. 4.
 */
export const densityRatioLoss = (mixture = 0): AdversarialLoss =>
  perExampleLoss({
    id: 'density-ratio',
    label: 'Density ratio (b-GAN)',
    help: 'The discriminator learns how many times denser the data is than the samples at each point; the generator moves samples until that ratio is 1 everywhere.',
    fails:
      'Where samples and data hardly meet the ratio has no bound and its estimate explodes; a relative ratio (mixture above 0) bounds it by one over the mixture.',
    formula:
      String.raw`\min_r\; \mathbb{E}_{z}\tfrac{1-\alpha}2 r(G(z))^2 + \mathbb{E}_{x}\bigl[\tfrac{\alpha}2 r(x)^2 - r(x)\bigr],\quad ` +
      String.raw`\min_G\; \tfrac12\mathbb{E}_{z}\bigl(r(G(z))-1\bigr)^2,\quad r^*=\frac{p}{\alpha p+(1-\alpha)q}`,
    paper: {
      title: 'Generative Adversarial Nets from a Density Ratio Estimation Perspective',
      authors: 'Uehara, Sato, Suzuki, Nakayama, Matsuo',
      year: 2016,
      reference: 'arXiv:1610.02920',
    },
    source: 'core/objectives/adversarial/density-ratio.ts',
    probabilistic: false,
    onReal: (real) => (mixture === 0 ? tf.neg(real) : tf.sub(tf.mul(halfSquare(real), mixture), real)),
    onFake: (fake) => tf.mul(halfSquare(fake), 1 - mixture),
    ofGenerator: (fake) => halfSquare(tf.sub(fake, 1)),
  });
