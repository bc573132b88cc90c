import type { Catalogue, Preset } from './spec/catalogue.ts';
import { defaultSpec } from './spec/defaults.ts';
import type { RunSpec } from './spec/run-spec.ts';

const adam = (learningRate: number, beta1: number, beta2: number) => ({
  kind: 'adam',
  learningRate,
  beta1,
  beta2,
  epsilon: 1e-8,
});
const mlp = (width: number, depth: number, activation: string) => ({
  kind: 'mlp',
  width,
  depth,
  activation,
  norm: 'none',
  inputScale: 1,
});

interface PresetDeclaration extends Omit<Preset, 'spec'> {
  readonly method: string;
  readonly dataset: string;
  readonly changes: Partial<RunSpec>;
}

const declarations: readonly PresetDeclaration[] = [
  {
    id: 'gan-ring',
    title: 'GAN on a ring',
    summary:
      'Eight Gaussians on a circle. Watch the generator find all eight, and the discriminator’s surface lead it.',
    method: 'gan',
    dataset: 'ring',
    changes: {
      options: { loss: 'non-saturating', latentDimension: 2, r1: 0.1 },
      networks: { generator: mlp(96, 2, 'relu'), discriminator: mlp(96, 2, 'leakyRelu') },
      optimisers: { generator: adam(1e-3, 0.5, 0.999), discriminator: adam(1e-3, 0.5, 0.999) },
      batch: 128,
      steps: 4000,
      ema: 0.995,
    },
  },
  {
    id: 'wgan-gp-grid',
    title: 'WGAN-GP on a grid',
    summary: 'Twenty-five Gaussians, a Wasserstein critic and its gradient penalty.',
    method: 'gan',
    dataset: 'grid',
    changes: {
      options: { loss: 'wasserstein', latentDimension: 2, gradientPenalty: 0.1 },
      networks: { generator: mlp(128, 2, 'relu'), discriminator: mlp(128, 2, 'relu') },
      dynamics: { kind: 'alternating', criticSteps: 5, generatorSteps: 1 },
      optimisers: { generator: adam(1e-3, 0.5, 0.9), discriminator: adam(1e-3, 0.5, 0.9) },
      batch: 128,
      steps: 4000,
      ema: 0.995,
    },
  },
  {
    id: 'ebgan-ring',
    title: 'EBGAN on a ring',
    summary: 'The discriminator is an autoencoder; samples go where it rebuilds well.',
    method: 'ebgan',
    dataset: 'ring',
    changes: {
      options: {},
      networks: { generator: mlp(96, 2, 'relu'), encoder: mlp(96, 2, 'leakyRelu'), decoder: mlp(96, 2, 'leakyRelu') },
      batch: 128,
      steps: 4000,
      ema: 0.995,
    },
  },
  {
    id: 'began-mnist',
    title: 'BEGAN on MNIST',
    summary: 'An autoencoder judges digits, and a weight holds the two players in balance.',
    method: 'began',
    dataset: 'mnist',
    changes: { options: {}, batch: 16, steps: 5000 },
  },
  {
    id: 'veegan-ring',
    title: 'VEEGAN on a ring',
    summary: 'A reconstructor tells a sample’s latent, so that no mode can be left out.',
    method: 'veegan',
    dataset: 'ring',
    changes: {
      options: {},
      networks: {
        generator: mlp(96, 2, 'relu'),
        reconstructor: mlp(96, 2, 'relu'),
        discriminator: mlp(96, 2, 'leakyRelu'),
      },
      optimisers: { generator: adam(1e-3, 0.5, 0.999), discriminator: adam(1e-3, 0.5, 0.999) },
      batch: 128,
      steps: 4000,
    },
  },
  {
    id: 'dcgan-mnist',
    title: 'DCGAN on MNIST',
    summary: 'Convolutional generator and discriminator learn to write digits.',
    method: 'gan',
    dataset: 'mnist',
    changes: {
      options: { loss: 'non-saturating', latentDimension: 64 },
      networks: {
        generator: { kind: 'dcgan', channels: 32, norm: 'batch' },
        discriminator: { kind: 'dcgan', channels: 32, norm: 'batch' },
      },
      batch: 64,
      steps: 2000,
      ema: 0.99,
    },
  },
  {
    id: 'vae-mnist',
    title: 'VAE on MNIST',
    summary: 'Squeezes digits into twenty numbers and rebuilds them.',
    method: 'vae',
    dataset: 'mnist',
    changes: {
      options: { likelihood: 'bernoulli', latentDimension: 20 },
      networks: { encoder: mlp(400, 1, 'relu'), decoder: mlp(400, 1, 'relu') },
      batch: 128,
      steps: 5000,
    },
  },
  {
    id: 'vae-fashion-plane',
    title: 'Fashion on a plane',
    summary: 'A VAE with two latent numbers: the whole latent plane shown as one picture.',
    method: 'vae',
    dataset: 'fashion-mnist',
    changes: {
      options: { likelihood: 'bernoulli', latentDimension: 2 },
      networks: { encoder: mlp(400, 2, 'relu'), decoder: mlp(400, 2, 'relu') },
      batch: 128,
      steps: 5000,
    },
  },
];

/** Presets as complete specs: a method's defaults for the dataset, with the preset's changes. */
export function presetsOf(catalogue: Catalogue): readonly Preset[] {
  return declarations.map(({ id, title, summary, method, dataset, changes }) => {
    const base = defaultSpec(catalogue, method, dataset);
    return {
      id,
      title,
      summary,
      spec: {
        ...base,
        ...changes,
        options: { ...base.options, ...changes.options },
        networks: { ...base.networks, ...changes.networks },
        optimisers: { ...base.optimisers, ...changes.optimisers },
      },
    };
  });
}
