import { adam, alternating, both, mlp, ringGame } from './declaration.ts';
import type { PresetDeclaration } from './declaration.ts';

/** Runs that are known to converge, one of each kind of model and data. */
export const firstRuns: readonly PresetDeclaration[] = [
  {
    id: 'gan-ring',
    title: 'GAN on a ring',
    summary:
      'Eight Gaussians on a circle. Watch the generator find all eight, and the discriminator’s surface lead it.',
    method: 'gan',
    dataset: 'ring',
    changes: { ...ringGame, steps: 4000 },
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
      dynamics: alternating(5),
      optimisers: both(adam(1e-3, 0.5, 0.9)),
      batch: 128,
      steps: 4000,
      ema: 0.995,
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
