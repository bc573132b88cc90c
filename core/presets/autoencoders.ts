import { adam, both, mlp } from './declaration.ts';
import type { PresetDeclaration } from './declaration.ts';

const onPoints = {
  generator: mlp(96, 2, 'relu'),
  encoder: mlp(96, 2, 'leakyRelu'),
  decoder: mlp(96, 2, 'leakyRelu'),
};

/** Games whose discriminator rebuilds what it judges. */
export const autoencoders: readonly PresetDeclaration[] = [
  {
    id: 'ebgan-ring',
    title: 'EBGAN on a ring',
    summary:
      'The discriminator is an autoencoder: what it rebuilds badly has a high energy, and samples roll downhill.',
    method: 'ebgan',
    dataset: 'ring',
    changes: {
      options: { margin: 0.5, codeDimension: 4, latentDimension: 2 },
      networks: onPoints,
      batch: 128,
      steps: 4000,
      ema: 0.995,
    },
  },
  {
    id: 'began-ring',
    title: 'BEGAN on a ring',
    summary:
      'A weight follows both errors until samples are half as hard to rebuild as data. Nothing in that asks for variety: they gather in one mode.',
    method: 'began',
    dataset: 'ring',
    changes: {
      options: { codeDimension: 1, latentDimension: 8, balanceRate: 0.01 },
      networks: onPoints,
      optimisers: both(adam(5e-4, 0.5)),
      batch: 128,
      steps: 4000,
      ema: 0.995,
    },
  },
  {
    id: 'began-mnist',
    title: 'BEGAN on MNIST',
    summary: 'An autoencoder judges digits: samples stay half as hard to rebuild as data.',
    method: 'began',
    dataset: 'mnist',
    changes: {
      networks: {
        generator: { kind: 'dcgan', channels: 16, norm: 'none' },
        encoder: { kind: 'dcgan', channels: 16, norm: 'none' },
        decoder: { kind: 'dcgan', channels: 16, norm: 'none' },
      },
      optimisers: both(adam(2e-4, 0.5)),
      batch: 32,
      steps: 5000,
      ema: 0.99,
    },
  },
];
