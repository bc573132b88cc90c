import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import { embedding } from '../networks/layers/embedding.ts';
import type { Network, Variables } from '../networks/network.ts';
import { sequential } from '../networks/sequential.ts';
import { normalQuantile } from '../random/normal-cdf.ts';
import { integer } from '../spec/fields.ts';
import { adversarialLossOf, adversarialOptions, adversarialPlayers } from './adversarial.ts';
import { toTanhRange } from './data-range.ts';
import { beside } from './discriminator/condition.ts';
import { discriminatorOf } from './discriminator/discriminator.ts';
import { discriminatorObjections } from './discriminator/objections.ts';
import { discriminatorOptions } from './discriminator/options.ts';
import type { DataShape, Game, LatentSpace, Method, MethodSpec } from './game.ts';
import { generatorOf, generatorRole } from './generator.ts';
import { latentNoise, latentOptions, latentsOf, latentSpaceOf } from './latent.ts';

const options = {
  ...adversarialOptions,
  labelDimension: integer({
    label: 'Label dimension',
    help: 'Numbers that each player learns to describe a class by, in place of its name.',
    default: 10,
    min: 1,
    max: 128,
  }),
  ...latentOptions({ dimension: 64, prior: 'normal' }),
  ...discriminatorOptions,
};

type Options = typeof options;
type ConditionalGanSpec = MethodSpec<Options>;

/** Class numbers `[batch]` to what a player knows of the classes, `[batch, width]`. */
const labelNetwork = (name: string, classes: number, width: number): Network =>
  sequential(name, [embedding(classes, width)]);

/**
 * Class numbers, `[batch]` int32, that the prior of one latent number, `[batch, 1]`, gives to every class with the same
 * chance: samples of no class in particular are of all of them.
 */
export function classOf(chooser: Tensor, classes: number, prior: LatentSpace['prior']): Tensor {
  const ends = Array.from({ length: classes - 1 }, (_, i) => {
    const share = (i + 1) / classes;
    return prior === 'normal' ? normalQuantile(share) : 2 * share - 1;
  });
  if (ends.length === 0) return tf.zeros([chooser.shape[0]], 'int32');
  return tf.cast(tf.sum(tf.cast(tf.greaterEqual(chooser, tf.tensor2d(ends, [1, ends.length])), 'float32'), 1), 'int32');
}

function build({ options: chosen, networks }: ConditionalGanSpec, data: DataShape): Game {
  const { labelDimension, latentDimension } = chosen;
  const loss = adversarialLossOf(chosen);
  const { network: generator, generate, sample } = generatorOf(networks, latentDimension + labelDimension, data);
  const discriminator = discriminatorOf({
    options: chosen,
    network: networks['discriminator']!,
    from: data.shape,
    loss,
    conditionWidth: labelDimension,
  });
  const generatorLabels = labelNetwork('generatorLabels', data.classes, labelDimension);
  const discriminatorLabels = labelNetwork('discriminatorLabels', data.classes, labelDimension);
  /** What the generator makes a sample of. */
  const withLabel = (vars: Variables, z: Tensor, labels: Tensor): Tensor =>
    beside(z, generatorLabels.apply(vars, labels));
  const sampleClass = (vars: Variables, z: Tensor, labels: Tensor): Tensor =>
    sample(vars, withLabel(vars, tf.slice(z, [0, 0], [-1, latentDimension]), labels));

  return {
    networks: [generator, generatorLabels, discriminator.network, discriminatorLabels],
    noise: { z: latentNoise(chosen), ...discriminator.noise },
    signals: {
      real: (s) => toTanhRange(s.real, data),
      z: latentsOf(chosen),
      // Samples of the classes that the data of this update has, so that both kinds differ in nothing but their making.
      fake: (s) => generate(s.vars, withLabel(s.vars, s.get('z'), s.labels)),
      condition: (s) => discriminatorLabels.apply(s.vars, s.labels),
      ...discriminator.signals,
    },
    players: [
      { ...discriminator.player, owns: [...discriminator.player.owns, 'discriminatorLabels'] },
      {
        name: 'generator',
        owns: ['generator', 'generatorLabels'],
        critic: false,
        loss: (s) => ({ total: loss.generator(s.get('fakeLogits'), s.get('realLogits')), parts: {} }),
      },
    ],
    abilities: {
      // One number more than the generator takes: the last one chooses the class.
      latent: { ...latentSpaceOf(chosen), dimension: latentDimension + 1 },
      sample: (vars, z) =>
        sampleClass(vars, z, classOf(tf.slice(z, [0, latentDimension], [-1, 1]), data.classes, chosen.latentPrior)),
      sampleClass,
    },
  };
}

/** Conditional GAN: both players know which class is asked for. */
export const conditionalGan: Method<Options> = {
  id: 'conditional-gan',
  title: 'Conditional GAN',
  summary:
    'Generator and discriminator are told the class: the one makes samples of the class it is asked for, the other judges whether an example is real and of that class.',
  fails:
    'Nothing makes it heed the class but the discriminator: one that overlooks the label leaves samples of any class. A class with few examples is learnt from these alone, and loses its variety first.',
  paper: {
    title: 'Conditional Generative Adversarial Nets',
    authors: 'Mirza and Osindero',
    year: 2014,
    reference: 'arXiv:1411.1784',
  },
  formula:
    '\\min_G \\max_D \\; \\mathbb{E}_{p(x,y)} \\log D(x \\mid y) + \\mathbb{E}_{p(z)p(y)} \\log(1 - D(G(z \\mid y) \\mid y))',
  options,
  needsClasses: true,
  preferred: { points: { latentDimension: 2 } },
  roles: {
    generator: { ...generatorRole, help: 'Turns a latent vector and a class into a sample.' },
    discriminator: {
      label: 'Discriminator',
      help: 'Scores how real a sample of a class looks.',
      architectures: ['dcgan', 'mlp'],
    },
  },
  players: adversarialPlayers,
  objections: (spec) => discriminatorObjections(spec, adversarialLossOf(spec.options)),
  build,
};
