import type { Scalar, Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import { buildNetwork } from '../networks/architectures/registry.ts';
import type { Network, Variables } from '../networks/network.ts';
import { adversarialLosses } from '../objectives/adversarial/registry.ts';
import { clip, gradientPenalty, interpolate, squaredGradientNorm } from '../objectives/regularisers.ts';
import { choice, integer, labelsOf, number, scheduled } from '../spec/fields.ts';
import type { Objection } from '../spec/catalogue.ts';
import { isOff } from '../training/schedule.ts';
import { fromTanhRange, generatorOutput, toTanhRange } from './data-range.ts';
import type { DataShape, Game, Loss, Method, MethodSpec, Signals } from './game.ts';

const options = {
  loss: choice({
    label: 'Adversarial loss',
    help: 'What the two players disagree about. It decides which gradient the generator gets from a good discriminator.',
    default: 'non-saturating',
    choices: labelsOf(adversarialLosses),
  }),
  latentDimension: integer({
    label: 'Latent dimension',
    help: 'Numbers in the random vector that becomes one sample.',
    default: 64,
    min: 1,
    max: 512,
  }),
  latentPrior: choice({
    label: 'Latent prior',
    help: 'The distribution of that random vector.',
    default: 'normal',
    choices: {
      normal: { label: 'Normal', help: 'Standard normal in each dimension.' },
      uniform: { label: 'Uniform', help: 'Uniform between -1 and 1 in each dimension.' },
    },
  }),
  weightClip: number({
    label: 'Weight clip',
    help: 'Keeps every discriminator weight within this bound after each move (WGAN). 0 turns it off.',
    default: 0,
    min: 0,
    max: 10,
  }),
  gradientPenalty: scheduled({
    label: 'Gradient penalty',
    help: 'Pulls the length of the discriminator’s gradient to 1 between real and generated samples (WGAN-GP). 0 turns it off.',
    default: 0,
    min: 0,
    max: 1000,
  }),
  r1: scheduled({
    label: 'R1 penalty',
    help: 'Half this weight times the squared length of the discriminator’s gradient at real samples. 0 turns it off.',
    default: 0,
    min: 0,
    max: 1000,
  }),
  r2: scheduled({
    label: 'R2 penalty',
    help: 'Like R1, at generated samples. 0 turns it off.',
    default: 0,
    min: 0,
    max: 1000,
  }),
};

type Options = typeof options;
type GanSpec = MethodSpec<Options>;

/** Penalties that need the discriminator's gradient at single examples. */
const penalties = ['gradientPenalty', 'r1', 'r2'] as const;

function objections({ options: chosen, networks }: GanSpec): readonly Objection[] {
  const found: Objection[] = [];
  const penalised = penalties.filter((name) => !isOff(chosen[name]));
  if (penalised.length > 0 && networks['discriminator']?.['norm'] === 'batch') {
    found.push({
      path: 'networks.discriminator.norm',
      message: `batch norm mixes the examples of a batch, so ${penalised.join(', ')} would not see the gradient of one example: use layer norm or none`,
    });
  }
  if (chosen.weightClip > 0 && !isOff(chosen.gradientPenalty)) {
    found.push({
      path: 'options.weightClip',
      message: 'weight clip and gradient penalty are two ways to the same constraint: turn one off',
    });
  }
  if (adversarialLosses[chosen.loss].needsLipschitz && chosen.weightClip === 0 && penalised.length === 0) {
    found.push({
      path: 'options.loss',
      message: 'a Wasserstein critic without weight clip or a gradient penalty grows without bound: turn one on',
    });
  }
  return found;
}

function build({ options: chosen, networks }: GanSpec, data: DataShape): Game {
  const loss = adversarialLosses[chosen.loss];
  const perSample = loss.perSampleGenerator;
  const generator = buildNetwork(networks['generator']!, {
    name: 'generator',
    from: [chosen.latentDimension],
    to: data.shape,
  });
  const discriminator = buildNetwork(networks['discriminator']!, { name: 'discriminator', from: data.shape, to: [1] });

  const generate = (vars: Variables, z: Tensor): Tensor => generatorOutput(generator.apply(vars, z), data);
  const terms = penaltyTerms(chosen, discriminator);

  return {
    networks: [generator, discriminator],
    noise: {
      z: { kind: chosen.latentPrior, shape: [chosen.latentDimension] },
      ...(!isOff(chosen.gradientPenalty) && { mix: { kind: 'uniform', shape: [] } }),
    },
    signals: {
      real: (s) => toTanhRange(s.real, data),
      z: (s) => (chosen.latentPrior === 'uniform' ? tf.sub(tf.mul(s.noise('z'), 2), 1) : s.noise('z')),
      fake: (s) => generate(s.vars, s.get('z')),
      realLogits: (s) => s.apply('discriminator', s.get('real')),
      fakeLogits: (s) => s.apply('discriminator', s.get('fake')),
    },
    players: [
      {
        name: 'discriminator',
        owns: ['discriminator'],
        critic: true,
        loss(s): Loss {
          const adversarial = loss.discriminator(s.get('realLogits'), s.get('fakeLogits'));
          const penalised = terms.map((term) => [term.name, term.value(s)] as const);
          return {
            total: penalised.reduce<Scalar>((sum, [, value]) => tf.add(sum, value), adversarial),
            parts: {
              adversarial,
              'mean-real': tf.mean(s.get('realLogits')),
              'mean-fake': tf.mean(s.get('fakeLogits')),
              ...Object.fromEntries(penalised),
            },
          };
        },
        ...(chosen.weightClip > 0 && { project: clip(chosen.weightClip) }),
      },
      {
        name: 'generator',
        owns: ['generator'],
        critic: false,
        loss: (s) => ({ total: loss.generator(s.get('fakeLogits'), s.get('realLogits')), parts: {} }),
      },
    ],
    abilities: {
      latent: { dimension: chosen.latentDimension, prior: chosen.latentPrior },
      sample: (vars, z) => fromTanhRange(generate(vars, z), data),
      critic: (vars, x) => tf.reshape(discriminator.apply(vars, toTanhRange(x, data)), [-1]),
      ...(perSample && { sampleLoss: (vars, x) => perSample(discriminator.apply(vars, toTanhRange(x, data))) }),
    },
  };
}

/** The regularisers that are switched on, each as a weighted scalar. */
function penaltyTerms(
  chosen: GanSpec['options'],
  discriminator: Network,
): readonly { readonly name: string; readonly value: (s: Signals) => Scalar }[] {
  const critic = (s: Signals) => (x: Tensor) => discriminator.apply(s.vars, x);
  const half = (weight: Scalar, value: Scalar): Scalar => tf.mul(tf.mul(weight, 0.5), value);
  const all = {
    gradientPenalty: (s: Signals): Scalar =>
      tf.mul(
        s.weight('gradientPenalty'),
        gradientPenalty(critic(s), interpolate(s.get('real'), s.get('fake'), s.noise('mix'))),
      ),
    r1: (s: Signals) => half(s.weight('r1'), squaredGradientNorm(critic(s), s.get('real'))),
    r2: (s: Signals) => half(s.weight('r2'), squaredGradientNorm(critic(s), s.get('fake'))),
  };
  return penalties.filter((name) => !isOff(chosen[name])).map((name) => ({ name, value: all[name] }));
}

/** Generative adversarial network with any adversarial loss, and regularisers. */
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
    generator: {
      label: 'Generator',
      help: 'Turns a latent vector into a sample.',
      architectures: ['dcgan', 'mlp'],
    },
    discriminator: {
      label: 'Discriminator',
      help: 'Scores how real a sample looks.',
      architectures: ['dcgan', 'mlp'],
    },
  },
  players: {
    discriminator: {
      label: 'Discriminator',
      optimiser: { kind: 'adam', learningRate: 2e-4, beta1: 0.5, beta2: 0.999 },
    },
    generator: { label: 'Generator', optimiser: { kind: 'adam', learningRate: 2e-4, beta1: 0.5, beta2: 0.999 } },
  },
  objections,
  build,
};
