import { adam, alternating, both, mlp, rmsprop } from './declaration.ts';
import type { PresetDeclaration } from './declaration.ts';

/** What TensorFlow's layers start from: from smaller weights these narrow networks take longer to spread. */
const glorot = { initialiser: 'glorot' };

/** Regularisers of the discriminator, and other ways to move the players. */
export const regularised: readonly PresetDeclaration[] = [
  {
    id: 'wgan-clip-ring',
    title: 'WGAN with clipped weights',
    summary: 'The first Wasserstein critic: look how its weights pile up at the walls of their box.',
    method: 'gan',
    dataset: 'ring',
    changes: {
      options: { loss: 'wasserstein', latentDimension: 2, weightClip: 0.1 },
      networks: { generator: mlp(96, 2, 'relu'), discriminator: mlp(96, 2, 'leakyRelu') },
      dynamics: alternating(5),
      optimisers: both(rmsprop(5e-4)),
      batch: 128,
      steps: 3000,
      ema: 0.995,
    },
  },
  {
    id: 'spectral-norm-ring',
    title: 'Spectral norm on a ring',
    summary: 'Each layer of the critic is divided by its largest stretch, which bounds its slope without a penalty.',
    method: 'gan',
    dataset: 'ring',
    changes: {
      options: { loss: 'wasserstein', latentDimension: 2, spectralNorm: true },
      networks: { generator: mlp(96, 2, 'relu'), discriminator: mlp(96, 2, 'leakyRelu') },
      dynamics: alternating(5),
      optimisers: { generator: adam(5e-4, 0.5), discriminator: adam(1e-3, 0.5) },
      batch: 128,
      steps: 3000,
      ema: 0.995,
    },
  },
  {
    id: 'two-time-scales-ring',
    title: 'Two time scales',
    summary:
      'The discriminator learns four times as fast as the generator, one move each: it stays near its best without extra moves.',
    method: 'gan',
    dataset: 'ring',
    changes: {
      // Heusel et al. 2017 (arXiv:1706.08500), with the ratio of Zhang et al. 2019 (arXiv:1805.08318).
      options: { loss: 'hinge', latentDimension: 2, r1: 0.1 },
      networks: { generator: mlp(96, 2, 'relu'), discriminator: mlp(96, 2, 'leakyRelu') },
      optimisers: { generator: adam(5e-4, 0.5), discriminator: adam(2e-3, 0.5) },
      batch: 128,
      steps: 4000,
      ema: 0.995,
    },
  },
  {
    id: 'consensus-ring',
    title: 'Consensus optimisation',
    summary:
      'Both players also shrink the game’s gradient, which turns circling into coming to rest. Try it with simultaneous moves instead.',
    method: 'gan',
    dataset: 'ring',
    changes: {
      // Mescheder et al. 2017 (arXiv:1705.10461): radius 1 and deviation .01 once the dataset has divided by 1.414.
      data: { kind: 'ring', modes: 8, radius: 1.414, std: 0.01414 },
      options: { loss: 'non-saturating', latentDimension: 16 },
      networks: { generator: mlp(16, 4, 'relu', glorot), discriminator: mlp(16, 4, 'relu', glorot) },
      dynamics: { kind: 'consensus', gamma: 10 },
      optimisers: both({ ...rmsprop(1e-4), decay: 0.9 }),
      batch: 512,
      steps: 4000,
      evaluation: { every: 500, samples: 2500 },
    },
  },
];
