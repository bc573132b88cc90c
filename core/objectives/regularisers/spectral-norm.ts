import type { CardText } from '../../spec/catalogue.ts';

/** The wrapper of a network that does it is `core/networks/spectral-norm.ts`. */
export const spectralNormCard: CardText = {
  id: 'spectral-norm',
  label: 'Spectral norm',
  help: 'Divides each layer’s weights by their largest stretch, so that the discriminator’s slope can’t exceed 1.',
  fails:
    'The bound is on each layer, not on the whole: a deep discriminator often ends up far flatter than it may be, and then learns slowly.',
  formula: String.raw`W \leftarrow W / \sigma_1(W),\quad \sigma_1(W) = \max_{\|v\| = 1}\|W v\|`,
  paper: {
    title: 'Spectral Normalization for Generative Adversarial Networks',
    authors: 'Miyato, Kataoka, Koyama, Yoshida',
    year: 2018,
    reference: 'arXiv:1802.05957',
  },
  source: 'core/networks/spectral-norm.ts',
};
