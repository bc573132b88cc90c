import * as tf from '../../backend/tf.ts';
import { perExampleLoss } from './loss.ts';

/** Arjovsky, Chintala, Bottou 2017, eq. 2. The critic must be kept Lipschitz by a regulariser. */
export const wasserstein = perExampleLoss({
  id: 'wasserstein',
  label: 'Wasserstein',
  help: 'The critic measures how far samples are from data. Needs a weight clip or a gradient penalty, and several critic moves a step.',
  fails:
    'Without a bound on the critic’s slope its values grow for ever. With a weight clip most weights pile up at the bound and the critic is nearly linear; with a critic that lags behind, the generator follows a wrong distance.',
  formula: String.raw`\min_G \max_{\|f\|_L \le 1}\; \mathbb{E}_{x} f(x) - \mathbb{E}_{z} f(G(z))`,
  paper: {
    title: 'Wasserstein GAN',
    authors: 'Arjovsky, Chintala, Bottou',
    year: 2017,
    reference: 'arXiv:1701.07875',
  },
  source: 'core/objectives/adversarial/wasserstein.ts',
  probabilistic: false,
  needsLipschitz: true,
  onReal: tf.neg,
  onFake: (fake) => fake,
  ofGenerator: tf.neg,
});
