import * as tf from '../backend/tf.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';
import type { Paper } from '../spec/catalogue.ts';
import { meanOverBatch } from './reductions.ts';

/**
 * What the two players of an adversarial game minimise, over the discriminator's outputs d on real and on
 * generated examples: logits or critic values, `[batch]` or `[batch, 1]`, with no nonlinearity applied.
 */
export interface AdversarialLoss {
  readonly id: string;
  readonly label: string;
  /** Plain words. */
  readonly help: string;
  /** TeX; sigma is the logistic function and d the discriminator's linear output. */
  readonly formula: string;
  readonly paper: Paper;
  readonly discriminator: (real: Tensor, fake: Tensor) => Scalar;
  readonly generator: (fake: Tensor, real: Tensor) => Scalar;
  /** The generator's loss of each example, `[batch]`, for losses that need no real example. */
  readonly perSampleGenerator: (fake: Tensor) => Tensor;
}

const goodfellow: Paper = {
  title: 'Generative Adversarial Nets',
  authors: 'Goodfellow et al.',
  year: 2014,
  reference: 'arXiv:1406.2661',
};

const leastSquaresPaper: Paper = {
  title: 'Least Squares Generative Adversarial Networks',
  authors: 'Mao et al.',
  year: 2017,
  reference: 'arXiv:1611.04076',
};

/** -log sigma(d) = softplus(-d) and -log(1 - sigma(d)) = softplus(d), which overflow for no d. */
const logisticDiscriminator = (real: Tensor, fake: Tensor): Scalar =>
  tf.add(meanOverBatch(tf.softplus(tf.neg(real))), meanOverBatch(tf.softplus(fake)));

type Declaration = Omit<AdversarialLoss, 'generator' | 'perSampleGenerator'> & {
  /** Elementwise. */
  readonly perSample: (fake: Tensor) => Tensor;
};

const declare = ({ perSample, ...rest }: Declaration): AdversarialLoss => ({
  ...rest,
  generator: (fake) => meanOverBatch(perSample(fake)),
  perSampleGenerator: (fake) => tf.reshape(perSample(fake), [-1]),
});

/** Goodfellow et al. 2014, eq. 1: both players share one value. */
const minimax = declare({
  id: 'minimax',
  label: 'Minimax',
  help: 'The original game: the generator lowers the very value the discriminator raises. Its gradient vanishes where the discriminator is sure.',
  formula: String.raw`\min_G \max_D\; \mathbb{E}_{x}\log\sigma(d(x)) + \mathbb{E}_{z}\log\bigl(1-\sigma(d(G(z)))\bigr)`,
  paper: goodfellow,
  discriminator: logisticDiscriminator,
  // log(1 - sigma(d)): it saturates, and that is the point of offering it.
  perSample: (fake) => tf.neg(tf.softplus(fake)),
});

/** Goodfellow et al. 2014, section 3: the generator raises log D instead. */
const nonSaturating = declare({
  id: 'non-saturating',
  label: 'Non-saturating',
  help: 'The generator raises the chance that its samples pass for real. Strong gradients from the first step; a good default.',
  formula: String.raw`\min_D\; -\mathbb{E}_{x}\log\sigma(d(x)) - \mathbb{E}_{z}\log\bigl(1-\sigma(d(G(z)))\bigr),\quad \min_G\; -\mathbb{E}_{z}\log\sigma(d(G(z)))`,
  paper: goodfellow,
  discriminator: logisticDiscriminator,
  perSample: (fake) => tf.softplus(tf.neg(fake)),
});

/** Arjovsky, Chintala, Bottou 2017, eq. 2. The critic must be kept Lipschitz by a regulariser. */
const wasserstein = declare({
  id: 'wasserstein',
  label: 'Wasserstein',
  help: 'The critic measures how far samples are from data. Needs a weight clip or a gradient penalty, and several critic moves a step.',
  formula: String.raw`\min_G \max_{\|f\|_L \le 1}\; \mathbb{E}_{x} f(x) - \mathbb{E}_{z} f(G(z))`,
  paper: {
    title: 'Wasserstein GAN',
    authors: 'Arjovsky, Chintala, Bottou',
    year: 2017,
    reference: 'arXiv:1701.07875',
  },
  discriminator: (real, fake) => tf.sub(meanOverBatch(fake), meanOverBatch(real)),
  perSample: (fake) => tf.neg(fake),
});

const halfSquaredDistance = (x: Tensor, target: number): Tensor => tf.mul(tf.square(tf.sub(x, target)), 0.5);

/** Targets of Mao et al. 2017: a for generated, b for real, c what the generator wants the discriminator to say. */
interface LeastSquaresCoding {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Mao et al. 2017, eq. 2. */
const leastSquaresWith = (id: string, label: string, help: string, { a, b, c }: LeastSquaresCoding): AdversarialLoss =>
  declare({
    id,
    label,
    help,
    formula:
      String.raw`\min_D\; \tfrac12\mathbb{E}_{x}(d(x)-b)^2 + \tfrac12\mathbb{E}_{z}(d(G(z))-a)^2,\quad ` +
      String.raw`\min_G\; \tfrac12\mathbb{E}_{z}(d(G(z))-c)^2,\quad (a,b,c)=(${a},${b},${c})`,
    paper: leastSquaresPaper,
    discriminator: (real, fake) =>
      tf.add(meanOverBatch(halfSquaredDistance(real, b)), meanOverBatch(halfSquaredDistance(fake, a))),
    perSample: (fake) => halfSquaredDistance(fake, c),
  });

const leastSquares = leastSquaresWith(
  'least-squares',
  'Least squares',
  'The discriminator regresses 1 on data and 0 on samples, the generator aims at 1. Gradients stay where the discriminator is sure.',
  { a: 0, b: 1, c: 1 },
);

const leastSquaresPearson = leastSquaresWith(
  'least-squares-pearson',
  'Least squares (Pearson)',
  'Targets 1 on data and -1 on samples, the generator aims at 0: at the best discriminator this is the Pearson chi-squared divergence.',
  { a: -1, b: 1, c: 0 },
);

/** The adversarial losses by id, in the order in which forms list them. */
export const adversarialLosses = {
  'non-saturating': nonSaturating,
  minimax,
  wasserstein,
  'least-squares': leastSquares,
  'least-squares-pearson': leastSquaresPearson,
} satisfies Record<string, AdversarialLoss>;

export type AdversarialLossId = keyof typeof adversarialLosses;
