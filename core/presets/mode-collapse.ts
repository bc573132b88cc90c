import type { RunSpec } from '../spec/run-spec.ts';
import { adam, alternating, both, mlp } from './declaration.ts';
import type { PresetDeclaration } from './declaration.ts';

/**
 * The ring and networks of Metz et al. 2017 (arXiv:1611.02163), appendix A: radius 2 and deviation .02 once the dataset
 * has divided by 1.414. Ten times their learning rate on a quarter of their batch collapses alike, and can be watched.
 */
const metzRing: Partial<RunSpec> = {
  data: { kind: 'ring', modes: 8, radius: 2.828, std: 0.02828 },
  options: { loss: 'non-saturating', latentDimension: 256 },
  networks: {
    generator: mlp(128, 2, 'relu', { initialiser: 'glorot' }),
    discriminator: mlp(128, 1, 'relu', { initialiser: 'glorot', inputScale: 0.25 }),
  },
  optimisers: both(adam(1e-3, 0.5)),
  batch: 128,
  steps: 5000,
  evaluation: { every: 500, samples: 2500 },
};

/** A generator that leaves modes out, and what has been done against it. */
export const modeCollapse: readonly PresetDeclaration[] = [
  {
    id: 'metz-ring',
    title: 'Mode collapse',
    summary:
      'A run that fails on purpose: all samples sit in one or two modes, and jump to another as soon as the discriminator has found them out.',
    method: 'gan',
    dataset: 'ring',
    changes: metzRing,
  },
  {
    id: 'unrolled-ring',
    title: 'Unrolled GAN on the same ring',
    summary: 'The generator foresees the discriminator’s next moves, so that running from mode to mode no longer pays.',
    method: 'gan',
    dataset: 'ring',
    changes: { ...metzRing, dynamics: { kind: 'unrolled', unrollSteps: 5, criticSteps: 1 }, steps: 3000 },
  },
  {
    id: 'pacgan-grid',
    title: 'PacGAN on a grid',
    summary: 'The discriminator judges two samples at once, and sees when they are too much alike.',
    method: 'gan',
    dataset: 'grid',
    changes: {
      options: { loss: 'non-saturating', latentDimension: 2, pack: 2 },
      networks: {
        generator: mlp(128, 2, 'relu', { norm: 'batch' }),
        discriminator: mlp(64, 2, 'maxout'),
      },
      optimisers: both(adam(1e-3, 0.5)),
      batch: 256,
      steps: 5000,
      ema: 0.995,
    },
  },
  {
    id: 'veegan-ring',
    title: 'VEEGAN on a ring',
    summary: 'A reconstructor tells a sample’s latent again, so that no mode can be left out unnoticed.',
    method: 'veegan',
    dataset: 'ring',
    changes: {
      options: { latentDimension: 2, r1: 1 },
      networks: {
        generator: mlp(96, 2, 'relu'),
        reconstructor: mlp(96, 2, 'relu'),
        discriminator: mlp(96, 2, 'leakyRelu'),
      },
      dynamics: alternating(2),
      optimisers: { generator: adam(5e-4, 0.5), discriminator: adam(1e-3, 0.5) },
      batch: 128,
      steps: 4000,
      ema: 0.995,
    },
  },
];
