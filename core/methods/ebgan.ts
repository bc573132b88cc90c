import type { Scalar, Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { Variables } from '../networks/network.ts';
import { sumPerExample } from '../objectives/reductions.ts';
import { pullingAway } from '../objectives/regularisers/repelling.ts';
import type { Objection } from '../spec/catalogue.ts';
import { number, scheduled } from '../spec/fields.ts';
import { isOff } from '../training/schedule.ts';
import { autoencoderAbilities, autoencoderOf, autoencoderOptions, autoencoderRoles } from './autoencoder.ts';
import { toTanhRange } from './data-range.ts';
import type { DataShape, Game, Method, MethodSpec } from './game.ts';
import { generatorOf, generatorRole } from './generator.ts';
import { latentNoise, latentOptions, latentsOf, latentSpaceOf } from './latent.ts';

const options = {
  margin: number({
    label: 'Margin',
    help: 'The energy up to which samples are pushed away from the data. Choose it near the reconstruction error of an untrained autoencoder, or smaller.',
    default: 1,
    min: 0.001,
    max: 1000,
    scale: 'log',
  }),
  repelling: scheduled({
    label: 'Repelling term',
    help: 'Weight of the pull that keeps the codes of different samples apart, against mode collapse. 0 turns it off.',
    default: 0.1,
    min: 0,
    max: 100,
  }),
  ...autoencoderOptions(32),
  ...latentOptions({ dimension: 64, prior: 'normal' }),
};

type Options = typeof options;
type EbganSpec = MethodSpec<Options>;

/** Inside the root of a reconstruction error, whose gradient is infinite at 0. */
const NORM_EPSILON = 1e-12;

/** The Euclidean length of what a reconstruction misses, `[batch]`. */
const energy = (rebuilt: Tensor, x: Tensor): Tensor =>
  tf.sqrt(tf.add(sumPerExample(tf.square(tf.sub(rebuilt, x))), NORM_EPSILON));

function objections({ options: chosen, batch }: EbganSpec): readonly Objection[] {
  if (batch > 1 || isOff(chosen.repelling)) return [];
  return [
    { path: 'batch', message: 'the repelling term compares samples of a batch with each other: take at least 2' },
  ];
}

function build({ options: chosen, networks }: EbganSpec, data: DataShape): Game {
  const latent = latentSpaceOf(chosen);
  const autoencoder = autoencoderOf(networks, chosen.codeDimension, data);
  const { network: generator, generate, sample } = generatorOf(networks, latent.dimension, data);
  const energyOf = (vars: Variables, x: Tensor): Tensor =>
    energy(autoencoder.decode(vars, autoencoder.encode(vars, x)), x);

  return {
    networks: [generator, ...autoencoder.networks],
    noise: { z: latentNoise(chosen) },
    signals: {
      real: (s) => toTanhRange(s.real, data),
      z: latentsOf(chosen),
      fake: (s) => generate(s.vars, s.get('z')),
      fakeCodes: (s) => autoencoder.encode(s.vars, s.get('fake')),
      fakeEnergy: (s) => energy(autoencoder.decode(s.vars, s.get('fakeCodes')), s.get('fake')),
    },
    players: [
      {
        name: 'discriminator',
        owns: ['encoder', 'decoder'],
        critic: true,
        loss(s) {
          const real = tf.mean<Scalar>(energyOf(s.vars, s.get('real')));
          const hinge = tf.mean<Scalar>(tf.relu(tf.sub(chosen.margin, s.get('fakeEnergy'))));
          const parts = { 'energy-real': real, 'energy-fake': tf.mean<Scalar>(s.get('fakeEnergy')), hinge };
          return { total: tf.add(real, hinge), parts };
        },
      },
      {
        name: 'generator',
        owns: ['generator'],
        critic: false,
        loss(s) {
          const energyOfFakes = tf.mean<Scalar>(s.get('fakeEnergy'));
          if (isOff(chosen.repelling)) return { total: energyOfFakes, parts: {} };
          const repelling = tf.mul<Scalar>(s.weight('repelling'), pullingAway(s.get('fakeCodes')));
          return { total: tf.add(energyOfFakes, repelling), parts: { energy: energyOfFakes, repelling } };
        },
      },
    ],
    abilities: {
      latent,
      sample,
      ...autoencoderAbilities(autoencoder, energyOf, data),
    },
  };
}

/** Energy-based GAN: the discriminator is an autoencoder, and what it rebuilds badly has a high energy. */
export const ebgan: Method<Options> = {
  id: 'ebgan',
  title: 'Energy-based GAN',
  summary:
    'The discriminator is an autoencoder that rebuilds data well and samples badly, up to a margin; the generator looks for what it rebuilds well.',
  fails:
    'An autoencoder with room to spare learns to copy anything, and then tells nothing apart. With a margin that is too large the samples are pushed about for ever.',
  paper: {
    title: 'Energy-based Generative Adversarial Network',
    authors: 'Zhao, Mathieu, LeCun',
    year: 2016,
    reference: 'arXiv:1609.03126',
  },
  formula:
    '\\min_D \\; D(x) + [m - D(G(z))]_+, \\quad \\min_G \\; D(G(z)), \\quad D(x) = \\|\\mathrm{Dec}(\\mathrm{Enc}(x)) - x\\|',
  options,
  preferred: {
    points: { margin: 1, codeDimension: 8, latentDimension: 8 },
    images: { margin: 10, codeDimension: 64 },
  },
  roles: {
    generator: generatorRole,
    ...autoencoderRoles,
  },
  players: {
    discriminator: { label: 'Discriminator', optimiser: { kind: 'adam', learningRate: 1e-3, beta1: 0.5 } },
    generator: { label: 'Generator', optimiser: { kind: 'adam', learningRate: 1e-3, beta1: 0.5 } },
  },
  objections,
  build,
};
