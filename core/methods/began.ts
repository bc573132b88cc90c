import { stopGradient } from '../backend/gradients.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import { zeros } from '../networks/initialisers.ts';
import type { Network, Variables } from '../networks/network.ts';
import { meanOverBatch } from '../objectives/reductions.ts';
import { number } from '../spec/fields.ts';
import { autoencoderAbilities, autoencoderOf, autoencoderOptions, autoencoderRoles } from './autoencoder.ts';
import { toTanhRange } from './data-range.ts';
import type { DataShape, Game, Method, MethodSpec } from './game.ts';
import { generatorOf, generatorRole } from './generator.ts';
import { latentNoise, latentOptions, latentsOf, latentSpaceOf } from './latent.ts';

const options = {
  diversity: number({
    label: 'Diversity ratio',
    help: 'The error of samples that is aimed at, as a share of the error of data (gamma). Lower gives cleaner samples of fewer kinds.',
    default: 0.5,
    min: 0.01,
    max: 1,
  }),
  balanceRate: number({
    label: 'Rate of the balance',
    help: 'How fast the weight of samples in the discriminator’s loss follows that aim (lambda).',
    default: 0.001,
    min: 0,
    max: 1,
  }),
  ...autoencoderOptions(64),
  ...latentOptions({ dimension: 64, prior: 'uniform' }),
};

type Options = typeof options;
type BeganSpec = MethodSpec<Options>;

/** No network: where the training state keeps k, which follows a rule of its own and no gradient. */
const balance: Network = {
  name: 'balance',
  parameters: [],
  buffers: [{ name: 'balance/k', shape: [], initialiser: zeros }],
  apply: (_, x) => x,
};

/** L1 reconstruction error of each example, a mean over its values: `[batch]`. */
const errorOf = (rebuilt: Tensor, x: Tensor): Tensor =>
  tf.mean(tf.reshape(tf.abs(tf.sub(rebuilt, x)), [x.shape[0], -1]), 1);

/** The next k: clip(k + rate (gamma L(x) - L(G(z))), 0, 1). Berthelot et al. 2017, section 3.4. */
export const nextBalance = (k: Tensor, shortfall: Tensor, rate: number): Tensor =>
  tf.minimum(tf.maximum(tf.add(k, tf.mul(shortfall, rate)), 0), 1);

function build({ options: chosen, networks }: BeganSpec, data: DataShape): Game {
  const latent = latentSpaceOf(chosen);
  const autoencoder = autoencoderOf(networks, chosen.codeDimension, data);
  const { network: generator, generate, sample } = generatorOf(networks, latent.dimension, data);
  const errors = (vars: Variables, x: Tensor): Tensor =>
    errorOf(autoencoder.decode(vars, autoencoder.encode(vars, x)), x);

  return {
    networks: [generator, ...autoencoder.networks, balance],
    noise: { z: latentNoise(chosen) },
    signals: {
      real: (s) => toTanhRange(s.real, data),
      z: latentsOf(chosen),
      fake: (s) => generate(s.vars, s.get('z')),
      fakeError: (s) => meanOverBatch(errors(s.vars, s.get('fake'))),
    },
    players: [
      {
        name: 'discriminator',
        owns: ['encoder', 'decoder', 'balance'],
        critic: true,
        loss(s) {
          const k = s.vars.get('balance/k') as Scalar;
          const real = meanOverBatch(errors(s.vars, s.get('real')));
          const fake = s.get('fakeError') as Scalar;
          const [realNow, fakeNow] = [stopGradient(real), stopGradient(fake)];
          const shortfall = tf.sub<Scalar>(tf.mul(realNow, chosen.diversity), fakeNow);
          s.vars.update('balance/k', nextBalance(k, shortfall, chosen.balanceRate));
          return {
            total: tf.sub(real, tf.mul(k, fake)),
            parts: {
              'error-real': real,
              'error-fake': fake,
              balance: tf.div<Scalar>(fakeNow, realNow),
              k,
              convergence: tf.add<Scalar>(realNow, tf.abs(shortfall)),
            },
          };
        },
      },
      {
        name: 'generator',
        owns: ['generator'],
        critic: false,
        loss: (s) => ({ total: s.get('fakeError') as Scalar, parts: {} }),
      },
    ],
    abilities: {
      latent,
      sample,
      ...autoencoderAbilities(autoencoder, errors, data),
    },
  };
}

/** Boundary equilibrium GAN: an autoencoder as discriminator, and a weight k that holds the two players in balance. */
export const began: Method<Options> = {
  id: 'began',
  title: 'Boundary equilibrium GAN',
  summary:
    'The discriminator is an autoencoder. A weight that follows their errors keeps samples a fixed share as hard to rebuild as data, so that neither player runs away.',
  fails:
    'A low diversity ratio shows few kinds of sample. An autoencoder with room to spare rebuilds anything, and then its errors say nothing of the data.',
  paper: {
    title: 'BEGAN: Boundary Equilibrium Generative Adversarial Networks',
    authors: 'Berthelot, Schumm, Metz',
    year: 2017,
    reference: 'arXiv:1703.10717',
  },
  formula:
    '\\mathcal{L}_D = \\mathcal{L}(x) - k_t\\,\\mathcal{L}(G(z)), \\quad \\mathcal{L}_G = \\mathcal{L}(G(z)), \\quad k_{t+1} = k_t + \\lambda\\bigl(\\gamma\\,\\mathcal{L}(x) - \\mathcal{L}(G(z))\\bigr)',
  options,
  preferred: { points: { codeDimension: 8, latentDimension: 8 } },
  roles: {
    generator: generatorRole,
    ...autoencoderRoles,
  },
  players: {
    discriminator: { label: 'Discriminator', optimiser: { kind: 'adam', learningRate: 8e-5, beta1: 0.5 } },
    generator: { label: 'Generator', optimiser: { kind: 'adam', learningRate: 8e-5, beta1: 0.5 } },
  },
  objections: () => [],
  build,
};
