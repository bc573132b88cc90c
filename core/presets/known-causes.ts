import { both, adam, mlp } from './declaration.ts';
import type { PresetDeclaration } from './declaration.ts';

/** Data of which it is known what is in each image: modes that can be counted, factors that can be found again. */
export const knownCauses: readonly PresetDeclaration[] = [
  {
    id: 'pacgan-stacked',
    title: 'PacGAN on stacked MNIST',
    summary:
      'Three digits as red, green and blue make a thousand modes. Two images at a time are judged, to keep them all.',
    method: 'gan',
    dataset: 'stacked-mnist',
    changes: {
      options: { loss: 'non-saturating', latentDimension: 64, pack: 2 },
      networks: {
        generator: { kind: 'dcgan', channels: 32, norm: 'batch' },
        discriminator: { kind: 'dcgan', channels: 32, norm: 'batch' },
      },
      optimisers: both(adam(2e-4, 0.5)),
      batch: 64,
      steps: 3000,
      ema: 0.99,
    },
  },
  {
    id: 'vae-sprites',
    title: 'VAE on sprites',
    summary:
      'Shape, size, turn and place of a white shape, squeezed into ten numbers without being told what they are. Place and size come first, the shape last.',
    method: 'vae',
    dataset: 'sprites',
    changes: {
      options: { likelihood: 'bernoulli', latentDimension: 10 },
      networks: { encoder: mlp(400, 2, 'relu'), decoder: mlp(400, 2, 'tanh') },
      batch: 64,
      steps: 3000,
    },
  },
];
