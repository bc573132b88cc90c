import type { Scalar, Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import { isAffine } from '../networks/architectures/mlp.ts';
import { buildNetwork } from '../networks/architectures/registry.ts';
import type { Variables } from '../networks/network.ts';
import { sumPerExample } from '../objectives/reductions.ts';
import {
  bernoulliNll,
  gaussianKl,
  gaussianNll,
  reparameterise,
  standardNormalLogDensity,
} from '../objectives/variational.ts';
import { ln } from '../random/elementary.ts';
import { choice, integer, number, scheduled } from '../spec/fields.ts';
import type { Objection } from '../spec/catalogue.ts';
import { isImage } from './data-range.ts';
import type { Abilities, DataShape, ElboParts, Game, GaussianPosterior, Method, MethodSpec } from './game.ts';

const options = {
  likelihood: choice({
    label: 'Likelihood',
    help: 'What a reconstruction error costs: the distribution that the decoder describes for each value.',
    default: 'bernoulli',
    choices: {
      bernoulli: { label: 'Bernoulli', help: 'For black-and-white images; grey values count as probabilities.' },
      gaussian: { label: 'Gaussian', help: 'Squared error with a fixed standard deviation.' },
      'gaussian-learned': {
        label: 'Gaussian, learned variance',
        help: 'The decoder also says how sure it is of each value.',
      },
    },
  }),
  latentDimension: integer({
    label: 'Latent dimension',
    help: 'Numbers that a sample is squeezed into. With 2, the whole latent plane can be shown.',
    default: 20,
    min: 1,
    max: 512,
  }),
  std: number({
    label: 'Standard deviation',
    help: 'Of the Gaussian likelihood, in data units. Smaller asks for sharper reconstructions.',
    default: 0.1,
    min: 0.001,
    max: 10,
    scale: 'log',
    when: { field: 'likelihood', in: ['gaussian'] },
  }),
  minimumStd: number({
    label: 'Smallest standard deviation',
    help: 'Floor of the learned standard deviation: without one, constant pixels make the likelihood infinite.',
    default: 0.05,
    min: 0.0001,
    max: 1,
    scale: 'log',
    when: { field: 'likelihood', in: ['gaussian-learned'] },
  }),
  beta: scheduled({
    label: 'KL weight',
    help: 'Weight of the pull towards the prior; 1 is the evidence lower bound. A schedule from 0 warms it up.',
    default: 1,
    min: 0,
    max: 1000,
  }),
};

type Options = typeof options;
type VaeSpec = MethodSpec<Options>;

/** The decoder's description of x for a latent: what a likelihood needs. */
interface Likelihood {
  /** Channels that the decoder makes for each channel of data. */
  readonly outputsPerValue: 1 | 2;
  /** -log p(x | z) of each example in nats, `[batch]`. */
  nll(output: Tensor, x: Tensor): Tensor;
  /** The mean of p(x | z), `[batch, ...shape]`. */
  mean(output: Tensor): Tensor;
}

const halves = (output: Tensor): readonly [Tensor, Tensor] => {
  const [first, second] = tf.split(output, 2, -1);
  return [first!, second!];
};

function likelihoodOf(chosen: VaeSpec['options']): Likelihood {
  switch (chosen.likelihood) {
    case 'bernoulli':
      return { outputsPerValue: 1, nll: (output, x) => bernoulliNll(output, x), mean: (output) => tf.sigmoid(output) };
    case 'gaussian': {
      const width = { std: chosen.std };
      return { outputsPerValue: 1, nll: (output, x) => gaussianNll(x, output, width), mean: (output) => output };
    }
    case 'gaussian-learned': {
      // Our own logarithm, so that every engine trains on the same number.
      const floor = 2 * ln(chosen.minimumStd);
      return {
        outputsPerValue: 2,
        nll(output, x) {
          const [mean, raw] = halves(output);
          const logVariance = tf.add(tf.softplus(tf.sub(raw, floor)), floor);
          return gaussianNll(x, mean, { logVariance });
        },
        mean: (output) => halves(output)[0],
      };
    }
  }
}

function objections({ options: chosen }: VaeSpec, data: DataShape): readonly Objection[] {
  if (chosen.likelihood === 'bernoulli' && !isImage(data)) {
    return [
      {
        path: 'options.likelihood',
        message: 'a Bernoulli likelihood needs values between 0 and 1, and points are not: use a Gaussian',
      },
    ];
  }
  return [];
}

function build({ options: chosen, networks }: VaeSpec, data: DataShape): Game {
  const dimension = chosen.latentDimension;
  const likelihood = likelihoodOf(chosen);
  const encoder = buildNetwork(networks['encoder']!, { name: 'encoder', from: data.shape, to: [2 * dimension] });
  const decoder = buildNetwork(networks['decoder']!, {
    name: 'decoder',
    from: [dimension],
    to: [...data.shape.slice(0, -1), data.shape.at(-1)! * likelihood.outputsPerValue],
  });

  const posterior = (vars: Variables, x: Tensor): GaussianPosterior => {
    const [mean, logVariance] = halves(encoder.apply(vars, x));
    return { mean, logVariance };
  };
  const elbo = (vars: Variables, x: Tensor, epsilon: Tensor): ElboParts => {
    const { mean, logVariance } = posterior(vars, x);
    const z = reparameterise(mean, logVariance, epsilon);
    return {
      negativeLogLikelihood: likelihood.nll(decoder.apply(vars, z), x),
      kl: gaussianKl(mean, logVariance),
    };
  };
  const logWeight: Abilities['logWeight'] = (vars, x, epsilon, known) => {
    const { mean, logVariance } = known ?? posterior(vars, x);
    const z = reparameterise(mean, logVariance, epsilon);
    // log q(z|x) in terms of epsilon: the Gaussian's own draw, whose scale is the Jacobian.
    const logPosterior = tf.sub(standardNormalLogDensity(epsilon), tf.mul(sumPerExample(logVariance), 0.5));
    const logJoint = tf.sub(standardNormalLogDensity(z), likelihood.nll(decoder.apply(vars, z), x));
    return tf.sub(logJoint, logPosterior);
  };
  const decode = (vars: Variables, z: Tensor): Tensor => likelihood.mean(decoder.apply(vars, z));

  return {
    networks: [encoder, decoder],
    noise: { epsilon: { kind: 'normal', shape: [dimension] } },
    signals: {},
    players: [
      {
        name: 'autoencoder',
        owns: ['encoder', 'decoder'],
        critic: false,
        loss(s) {
          const parts = elbo(s.vars, s.real, s.noise('epsilon'));
          const reconstruction = tf.mean<Scalar>(parts.negativeLogLikelihood);
          const kl = tf.mean<Scalar>(parts.kl);
          return {
            total: tf.add(reconstruction, tf.mul(s.weight('beta'), kl)),
            parts: { reconstruction, kl, 'negative-elbo': tf.add(reconstruction, kl) },
          };
        },
      },
    ],
    abilities: {
      latent: { dimension, prior: 'normal' },
      sample: decode,
      decode,
      encode: (vars, x) => posterior(vars, x).mean,
      reconstruct: (vars, x) => decode(vars, posterior(vars, x).mean),
      posterior,
      elbo,
      likelihood: chosen.likelihood === 'bernoulli' ? 'bernoulli' : 'gaussian',
      logWeight,
      // The negative bound at the posterior mean: no draw, so that an example has one score.
      anomalyScore: (vars, x) => {
        const { negativeLogLikelihood, kl } = elbo(vars, x, tf.zeros([x.shape[0], dimension]));
        return tf.add(negativeLogLikelihood, kl);
      },
      ...(chosen.likelihood === 'gaussian' &&
        isAffine(networks['decoder']!) && { linearGaussian: { std: chosen.std } }),
    },
  };
}

/** Variational autoencoder with a Gaussian posterior and a choice of likelihood. */
export const vae: Method<Options> = {
  id: 'vae',
  title: 'Variational autoencoder',
  summary:
    'An encoder describes each example by a small cloud in latent space; a decoder rebuilds it; the clouds are kept near a normal prior.',
  fails:
    'A fixed per-pixel likelihood blurs what the code does not settle, and a strong decoder may leave latent dimensions unused.',
  paper: {
    title: 'Auto-Encoding Variational Bayes',
    authors: 'Kingma and Welling',
    year: 2013,
    reference: 'arXiv:1312.6114',
  },
  formula: '\\min \\; -\\mathbb{E}_{q(z|x)} \\log p(x|z) + \\beta \\, \\mathrm{KL}(q(z|x) \\,\\|\\, p(z))',
  options,
  preferred: { points: { likelihood: 'gaussian', latentDimension: 2 } },
  roles: {
    encoder: {
      label: 'Encoder',
      help: 'Maps an example to the mean and variance of its latent.',
      architectures: ['mlp', 'dcgan'],
    },
    decoder: { label: 'Decoder', help: 'Maps a latent back to data.', architectures: ['mlp', 'dcgan'] },
  },
  players: { autoencoder: { label: 'Encoder and decoder', optimiser: { kind: 'adam', learningRate: 1e-3 } } },
  objections,
  build,
};
