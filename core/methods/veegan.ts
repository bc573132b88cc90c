import { stopGradient } from '../backend/gradients.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import { buildNetwork } from '../networks/architectures/registry.ts';
import { sizeOf } from '../networks/architectures/architecture.ts';
import type { Variables } from '../networks/network.ts';
import { adversarialLosses } from '../objectives/adversarial/registry.ts';
import { meanOverBatch, sumPerExample } from '../objectives/reductions.ts';
import { scheduled } from '../spec/fields.ts';
import { adversarialPlayers } from './adversarial.ts';
import { fromTanhRange, toTanhRange } from './data-range.ts';
import { discriminatorOf } from './discriminator/discriminator.ts';
import { discriminatorObjections } from './discriminator/objections.ts';
import { discriminatorOptions } from './discriminator/options.ts';
import type { DataShape, Game, Method, MethodSpec } from './game.ts';
import { generatorOf, generatorRole } from './generator.ts';
import { latentNoise, latentOptions, latentsOf, latentSpaceOf } from './latent.ts';

const options = {
  reconstruction: scheduled({
    label: 'Weight of latent reconstruction',
    help: 'How much it counts that a sample’s latent can be told from the sample. This is what forbids many latents to share one sample.',
    default: 1,
    min: 0,
    max: 1000,
  }),
  ...latentOptions({ dimension: 64, prior: 'normal' }),
  ...discriminatorOptions,
};

type Options = typeof options;
type VeeganSpec = MethodSpec<Options>;

/** The discriminator's loss: it is asked which pairs are (data, reconstructed latent). */
const logistic = adversarialLosses['non-saturating'];

/** One vector of an example and a latent, `[batch, size + dimension]`. */
const joined = (x: Tensor, z: Tensor): Tensor => tf.concat([tf.reshape(x, [x.shape[0], -1]), z], 1);

function build({ options: chosen, networks }: VeeganSpec, data: DataShape): Game {
  const latent = latentSpaceOf(chosen);
  const { network: generator, generate, sample } = generatorOf(networks, latent.dimension, data);
  const reconstructor = buildNetwork(networks['reconstructor']!, {
    name: 'reconstructor',
    from: data.shape,
    to: [latent.dimension],
  });
  const discriminator = discriminatorOf({
    options: chosen,
    network: networks['discriminator']!,
    from: [sizeOf(data.shape) + latent.dimension],
    loss: logistic,
  });
  const latentOf = (vars: Variables, x: Tensor): Tensor => reconstructor.apply(vars, x);
  /** The logit of examples beside the latents that are reconstructed from them, which count as given. */
  const score = (vars: Variables, x: Tensor): Tensor => {
    const inRange = toTanhRange(x, data);
    return discriminator.score(vars, joined(inRange, stopGradient(latentOf(vars, inRange))));
  };

  return {
    networks: [generator, reconstructor, discriminator.network],
    noise: { z: latentNoise(chosen), ...discriminator.noise },
    signals: {
      z: latentsOf(chosen),
      data: (s) => toTanhRange(s.real, data),
      samples: (s) => generate(s.vars, s.get('z')),
      real: (s) => joined(s.get('data'), latentOf(s.vars, s.get('data'))),
      fake: (s) => joined(s.get('samples'), s.get('z')),
      ...discriminator.signals,
    },
    players: [
      discriminator.player,
      {
        name: 'generator',
        owns: ['generator', 'reconstructor'],
        critic: false,
        loss(s) {
          // The logit is the log of the ratio of the two joint densities, so its mean is a divergence.
          const adversarial = tf.neg<Scalar>(meanOverBatch(s.get('fakeLogits')));
          const missed = tf.sub(latentOf(s.vars, s.get('samples')), s.get('z'));
          const reconstruction = meanOverBatch(sumPerExample(tf.square(missed)));
          const total = tf.add<Scalar>(adversarial, tf.mul(s.weight('reconstruction'), reconstruction));
          return { total, parts: { adversarial, reconstruction } };
        },
      },
    ],
    abilities: {
      latent,
      sample,
      encode: (vars, x) => latentOf(vars, toTanhRange(x, data)),
      reconstruct: (vars, x) => fromTanhRange(generate(vars, latentOf(vars, toTanhRange(x, data))), data),
      critic: score,
      sampleLoss: (vars, x) => tf.neg(score(vars, x)),
    },
  };
}

/** VEEGAN: a reconstructor maps samples back to latents, and the discriminator judges pairs of both. */
export const veegan: Method<Options> = {
  id: 'veegan',
  title: 'VEEGAN',
  summary:
    'A reconstructor learns to tell a sample’s latent, and the discriminator judges examples together with their latents: modes that are left out give themselves away.',
  fails:
    'The discriminator has to compare joint distributions, which is harder than comparing samples: with a weak one samples stay smeared between modes.',
  paper: {
    title: 'VEEGAN: Reducing Mode Collapse in GANs using Implicit Variational Learning',
    authors: 'Srivastava et al.',
    year: 2017,
    reference: 'arXiv:1705.07761',
  },
  formula:
    '\\min_{G,F} \\; -\\mathbb{E}_{z}\\, d(G(z), z) + \\lambda\\,\\mathbb{E}_{z}\\|z - F(G(z))\\|^2, \\quad \\max_d \\; \\mathbb{E}_{x} \\log\\sigma(d(x, F(x))) + \\mathbb{E}_{z}\\log(1-\\sigma(d(G(z), z)))',
  options,
  preferred: { points: { latentDimension: 2 } },
  roles: {
    generator: generatorRole,
    reconstructor: {
      label: 'Reconstructor',
      help: 'Tells the latent vector that a sample was made of.',
      architectures: ['dcgan', 'mlp'],
    },
    discriminator: {
      label: 'Discriminator',
      help: 'Scores pairs of an example and a latent, as one long vector.',
      architectures: ['mlp'],
    },
  },
  players: {
    ...adversarialPlayers,
    generator: { ...adversarialPlayers.generator, label: 'Generator and reconstructor' },
  },
  objections: (spec) => discriminatorObjections(spec, logistic),
  build,
};
