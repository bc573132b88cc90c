import type { Tensor } from '../backend/tf.ts';
import type { Variables } from '../networks/network.ts';
import { adversarialLossOf, adversarialOptions, adversarialPlayers } from './adversarial.ts';
import { toTanhRange } from './data-range.ts';
import { discriminatorOf } from './discriminator/discriminator.ts';
import { discriminatorObjections } from './discriminator/objections.ts';
import { discriminatorOptions } from './discriminator/options.ts';
import type { DataShape, Game, Method, MethodSpec } from './game.ts';
import { generatorOf, generatorRole } from './generator.ts';
import { latentNoise, latentOptions, latentsOf, latentSpaceOf } from './latent.ts';

const options = {
  ...adversarialOptions,
  ...latentOptions({ dimension: 64, prior: 'normal' }),
  ...discriminatorOptions,
};

type Options = typeof options;
type GanSpec = MethodSpec<Options>;

function build({ options: chosen, networks }: GanSpec, data: DataShape): Game {
  const loss = adversarialLossOf(chosen);
  const latent = latentSpaceOf(chosen);
  const { network: generator, generate, sample } = generatorOf(networks, latent.dimension, data);
  const discriminator = discriminatorOf({
    options: chosen,
    network: networks['discriminator']!,
    from: data.shape,
    loss,
  });
  const score = (vars: Variables, x: Tensor): Tensor => discriminator.score(vars, toTanhRange(x, data));
  const perSample = loss.perSampleGenerator;

  return {
    networks: [generator, discriminator.network],
    noise: { z: latentNoise(chosen), ...discriminator.noise },
    signals: {
      real: (s) => toTanhRange(s.real, data),
      z: latentsOf(chosen),
      fake: (s) => generate(s.vars, s.get('z')),
      ...discriminator.signals,
    },
    players: [
      discriminator.player,
      {
        name: 'generator',
        owns: ['generator'],
        critic: false,
        loss: (s) => ({ total: loss.generator(s.get('fakeLogits'), s.get('realLogits')), parts: {} }),
      },
    ],
    abilities: {
      latent,
      sample,
      critic: score,
      ...(perSample && { sampleLoss: (vars, x) => perSample(score(vars, x)) }),
    },
  };
}

/** Generative adversarial network with any adversarial loss and any regulariser of its discriminator. */
export const gan: Method<Options> = {
  id: 'gan',
  title: 'Generative adversarial network',
  summary:
    'A generator turns noise into samples; a discriminator learns to tell them from real data; each improves against the other.',
  fails:
    'The generator can leave out modes of the data or circle around them, and learns nothing from a discriminator that is always sure.',
  paper: {
    title: 'Generative Adversarial Networks',
    authors: 'Goodfellow et al.',
    year: 2014,
    reference: 'arXiv:1406.2661',
  },
  formula: '\\min_G \\max_D \\; \\mathbb{E}_{p(x)} \\log D(x) + \\mathbb{E}_{p(z)} \\log(1 - D(G(z)))',
  options,
  roles: {
    generator: generatorRole,
    discriminator: {
      label: 'Discriminator',
      help: 'Scores how real a sample looks.',
      architectures: ['dcgan', 'mlp'],
    },
  },
  players: adversarialPlayers,
  objections: (spec) => discriminatorObjections(spec, adversarialLossOf(spec.options)),
  build,
};
