import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';
import { logOmegaOfOneMinus } from './log-omega.ts';
import type { AdversarialLoss } from './loss.ts';
import { minusLogSigmoid, perExampleLoss } from './loss.ts';

/** One row of Nowozin et al. 2016, tables 2 and 6, over the discriminator's linear output v; both functions elementwise. */
export interface Divergence {
  /** As in "the Pearson divergence". */
  readonly name: string;
  readonly help: string;
  readonly fails: string;
  /** TeX of the generator function f(u). */
  readonly f: string;
  /** TeX of T = g_f(v) and of f*(T). */
  readonly output: string;
  readonly conjugate: string;
  /** g_f(v), which lies in the domain of f*. */
  readonly activation: (v: Tensor) => Tensor;
  /** f*(g_f(v)), in the form that neither overflows nor cancels. */
  readonly conjugateOfActivation: (v: Tensor) => Tensor;
  readonly probabilistic?: boolean;
}

const identity = (v: Tensor): Tensor => v;

/** log((1 + e^v) / 2) = softplus(v) - log 2, whose digits near v = 0 that difference would lose. */
function logMeanOfOneAndExp(v: Tensor): Tensor {
  const positive = tf.relu(v);
  // -|v|, with a slope of 1 at 0 where that of relu is 0.
  const decay = tf.sub(v, tf.mul(positive, 2));
  return tf.add(positive, tf.log1p(tf.mul(tf.expm1(decay), 0.5)));
}

/** 1 - e^(-v). */
const oneMinusExp = (v: Tensor): Tensor => tf.neg(tf.expm1(tf.neg(v)));

/** The divergences by the id of their loss. */
export const divergences = {
  'f-kl': {
    name: 'KL',
    help: 'KL(p||q), the divergence of maximum likelihood: samples must cover all the data, at the price of some where there is none.',
    fails:
      'The discriminator pays e^v on samples: one score that is far off drowns a batch, so it wants small steps or a penalty.',
    f: String.raw`u\log u`,
    output: 'd',
    conjugate: 'e^{d-1}',
    activation: identity,
    conjugateOfActivation: (v) => tf.exp(tf.sub(v, 1)),
  },
  'f-reverse-kl': {
    name: 'reverse KL',
    help: 'KL(q||p): samples must lie where there is data, and may leave out modes.',
    fails:
      'It drops modes by design, and the discriminator pays e^(-v) on data: a real example scored far too low drowns a batch.',
    f: String.raw`-\log u`,
    output: '-e^{-d}',
    conjugate: 'd-1',
    activation: (v) => tf.neg(tf.exp(tf.neg(v))),
    conjugateOfActivation: (v) => tf.sub(v, 1),
  },
  'f-pearson': {
    name: 'Pearson',
    help: 'The chi-squared divergence: squares of the density ratio. It punishes thin cover of the data harder than KL does.',
    fails:
      'It grows without bound where the data is and samples are not, so one uncovered region decides everything; below d = -2 the generator’s gradient turns round.',
    f: '(u-1)^2',
    output: 'd',
    conjugate: String.raw`\tfrac14 d^2+d`,
    activation: identity,
    conjugateOfActivation: (v) => tf.add(tf.mul(tf.square(v), 0.25), v),
  },
  'f-neyman': {
    name: 'Neyman',
    help: 'The chi-squared divergence the other way round: it punishes samples where there is no data very hard, and leaves modes out.',
    fails:
      'The discriminator pays e^(-v) on data, and the generator gets almost no gradient from samples that score high. It seeks single modes.',
    f: String.raw`\frac{(1-u)^2}{u}`,
    output: '1-e^{-d}',
    conjugate: '2-2e^{-d/2}',
    activation: oneMinusExp,
    conjugateOfActivation: (v) => tf.mul(tf.expm1(tf.mul(v, -0.5)), -2),
  },
  'f-squared-hellinger': {
    name: 'squared Hellinger',
    help: 'Squared distance between the roots of the densities: bounded and symmetric, between the two KLs.',
    fails:
      'Both terms are exponential in the score, e^(-v) on data and e^v on samples, so a sure discriminator makes huge steps: use a small learning rate or a penalty.',
    f: String.raw`(\sqrt u-1)^2`,
    output: '1-e^{-d}',
    conjugate: 'e^{d}-1',
    activation: oneMinusExp,
    conjugateOfActivation: tf.expm1,
  },
  'f-jeffrey': {
    name: 'Jeffrey',
    help: 'KL one way plus KL the other: samples must cover the data and stay on it.',
    fails:
      'Infinite as soon as either misses the other’s support, and on samples it pays e^v like KL: a score far off drowns a batch.',
    f: String.raw`(u-1)\log u`,
    output: 'd',
    conjugate: String.raw`w+\tfrac1w+d-2,\; w=W(e^{1-d})`,
    activation: identity,
    // With y = log w and d = 1 - w - log w the conjugate is e^(-y) - 1 - y, whose terms never cancel.
    conjugateOfActivation: (v) => {
      const y = logOmegaOfOneMinus(v);
      return tf.sub(tf.expm1(tf.neg(y)), y);
    },
  },
  'f-js': {
    name: 'Jensen-Shannon',
    help: 'Twice the Jensen-Shannon divergence: what the minimax game measures, shifted so that equal distributions score 0.',
    fails:
      'As in the minimax game the generator’s gradient vanishes where the discriminator is sure, and it is flat where the two do not overlap.',
    f: String.raw`-(u+1)\log\tfrac{1+u}2+u\log u`,
    output: String.raw`\log 2-\log(1+e^{-d})`,
    conjugate: String.raw`\log(1+e^{d})-\log 2`,
    activation: (v) => tf.neg(logMeanOfOneAndExp(tf.neg(v))),
    conjugateOfActivation: logMeanOfOneAndExp,
    probabilistic: true,
  },
  'f-gan': {
    name: 'GAN',
    help: 'The minimax game written as a divergence: 2 JSD - log 4.',
    fails: 'It is the minimax game: the generator’s gradient vanishes where the discriminator is sure.',
    f: String.raw`u\log u-(u+1)\log(u+1)`,
    output: String.raw`-\log(1+e^{-d})`,
    conjugate: String.raw`\log(1+e^{d})`,
    activation: (v) => tf.neg(minusLogSigmoid(v)),
    conjugateOfActivation: tf.softplus,
    probabilistic: true,
  },
  'f-total-variation': {
    name: 'total variation',
    help: 'The largest difference between the chances that the two give to any event. Both terms are bounded, so nothing explodes.',
    fails:
      'The best discriminator is a hard yes or no at infinite scores: its gradient dies on the way there, and the generator stands still.',
    f: String.raw`\tfrac12|u-1|`,
    output: String.raw`\tfrac12\tanh d`,
    conjugate: 'T',
    activation: (v) => tf.mul(tf.tanh(v), 0.5),
    conjugateOfActivation: (v) => tf.mul(tf.tanh(v), 0.5),
  },
} satisfies Record<string, Divergence>;

/** The variational bound F = E_p g_f(v) - E_q f*(g_f(v)), which the discriminator raises and the generator lowers. */
export const boundOf = (id: keyof typeof divergences): AdversarialLoss => {
  const divergence: Divergence = divergences[id];
  const { name, help, fails, f, output, conjugate, activation, conjugateOfActivation } = divergence;
  return perExampleLoss({
    id,
    label: `f-GAN: ${name}`,
    help,
    fails,
    formula:
      String.raw`\min_G \max_D\; \mathbb{E}_{x}\,T(x) - \mathbb{E}_{z}\,f^*(T(G(z))),\quad ` +
      String.raw`f(u)=${f},\quad T=${output},\quad f^*(T)=${conjugate}`,
    paper: {
      title: 'f-GAN: Training Generative Neural Samplers using Variational Divergence Minimization',
      authors: 'Nowozin, Cseke, Tomioka',
      year: 2016,
      reference: 'arXiv:1606.00709',
    },
    source: 'core/objectives/adversarial/f-divergences.ts',
    probabilistic: divergence.probabilistic ?? false,
    onReal: (real) => tf.neg(activation(real)),
    onFake: conjugateOfActivation,
    ofGenerator: (fake) => tf.neg(conjugateOfActivation(fake)),
  });
};
