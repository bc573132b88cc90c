import { adam, both, mlp } from './declaration.ts';
import type { PresetDeclaration } from './declaration.ts';

const onRing = {
  networks: { generator: mlp(96, 2, 'relu'), discriminator: mlp(96, 2, 'leakyRelu') },
  optimisers: both(adam(1e-3, 0.5)),
  batch: 128,
  steps: 3000,
  ema: 0.995,
};

/** Games about another distance between distributions. */
export const objectives: readonly PresetDeclaration[] = [
  {
    id: 'f-gan-ring',
    title: 'f-GAN: Kullback-Leibler',
    summary: 'The generator lowers a bound on the KL divergence, which punishes every mode that it leaves out.',
    method: 'gan',
    dataset: 'ring',
    changes: { ...onRing, options: { loss: 'f-kl', latentDimension: 2, r1: 0.1 } },
  },
  {
    id: 'density-ratio-ring',
    title: 'Density ratio on a ring',
    summary:
      'The discriminator learns how many times denser data is than samples, at most twice here: half of what it compares with is data.',
    method: 'gan',
    dataset: 'ring',
    changes: { ...onRing, options: { loss: 'density-ratio', ratioMixture: 0.5, latentDimension: 2, r1: 0.3 } },
  },
];
