import * as tf from '../../backend/tf.ts';
import type { Scalar, Tensor } from '../../backend/tf.ts';
import type { Paper } from '../../spec/catalogue.ts';
import { meanOverBatch } from '../reductions.ts';
import type { AdversarialLoss } from './loss.ts';
import { minusLogSigmoid } from './loss.ts';

const paper: Paper = {
  title: 'The relativistic discriminator: a key element missing from standard GAN',
  authors: 'Jolicoeur-Martineau',
  year: 2018,
  reference: 'arXiv:1807.00734',
};
const source = 'core/objectives/adversarial/relativistic.ts';

/** -E log sigma(winner - loser), each example against the one at its place in the other batch. */
const pairwise = (winner: Tensor, loser: Tensor): Scalar => meanOverBatch(minusLogSigmoid(tf.sub(winner, loser)));

/** Jolicoeur-Martineau 2018, eq. 6-7 (RSGAN). */
export const relativistic: AdversarialLoss = {
  id: 'relativistic',
  label: 'Relativistic',
  help: 'The discriminator says which of a real and a generated example is the real one; the generator wants the wrong answer. Raising fakes and lowering reals count alike.',
  fails:
    'It sees a single pair at a time, so its gradient is noisy with small batches. The level of the scores is free and can drift.',
  formula: String.raw`\min_D\; -\mathbb{E}_{x,z}\log\sigma\bigl(d(x)-d(G(z))\bigr),\quad \min_G\; -\mathbb{E}_{x,z}\log\sigma\bigl(d(G(z))-d(x)\bigr)`,
  paper,
  source,
  probabilistic: false,
  discriminator: (real, fake) => pairwise(real, fake),
  generator: (fake, real) => pairwise(fake, real),
};

/** -E log sigma(winner - E loser) - E log(1 - sigma(loser - E winner)). */
const average = (winner: Tensor, loser: Tensor): Scalar =>
  tf.add(
    meanOverBatch(minusLogSigmoid(tf.sub(winner, meanOverBatch(loser)))),
    meanOverBatch(tf.softplus(tf.sub(loser, meanOverBatch(winner)))),
  );

/** Jolicoeur-Martineau 2018, eq. 10-11 (RaSGAN). */
export const relativisticAverage: AdversarialLoss = {
  id: 'relativistic-average',
  label: 'Relativistic average',
  help: 'Each example is compared with the average score of the other kind: more real than the typical fake, less real than the typical real.',
  fails:
    'The averages tie the examples of a batch together: with small batches they are noisy, and the level of the scores is free and can drift.',
  formula:
    String.raw`\min_D\; -\mathbb{E}_{x}\log\sigma\bigl(d(x)-\mathbb{E}_{z}d(G(z))\bigr) - \mathbb{E}_{z}\log\bigl(1-\sigma(d(G(z))-\mathbb{E}_{x}d(x))\bigr),\quad ` +
    String.raw`\min_G\; -\mathbb{E}_{z}\log\sigma\bigl(d(G(z))-\mathbb{E}_{x}d(x)\bigr) - \mathbb{E}_{x}\log\bigl(1-\sigma(d(x)-\mathbb{E}_{z}d(G(z)))\bigr)`,
  paper,
  source,
  probabilistic: false,
  discriminator: (real, fake) => average(real, fake),
  generator: (fake, real) => average(fake, real),
};
