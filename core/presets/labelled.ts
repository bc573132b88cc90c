import { ringGame } from './declaration.ts';
import type { PresetDeclaration } from './declaration.ts';

/** Methods that learn from labels. */
export const labelled: readonly PresetDeclaration[] = [
  {
    id: 'conditional-ring',
    title: 'Conditional GAN on a ring',
    summary: 'Each of eight Gaussians is a class that both players are told: samples of a class go to its place.',
    method: 'conditional-gan',
    dataset: 'ring',
    changes: { ...ringGame, steps: 3000 },
  },
  {
    id: 'conditional-mnist',
    title: 'Conditional GAN on MNIST',
    summary:
      'Convolutional players that are told the digit. Evaluation asks a classifier how often it reads that digit.',
    method: 'conditional-gan',
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
];
