import { gan } from '../../methods/gan.ts';
import { methodOf } from '../../methods/registry.ts';
import { defaultsOf } from '../../spec/fields.ts';
import type { Chosen, Values } from '../../spec/fields.ts';
import { adam, fixedBatch, mlp, specOf } from './step.ts';
import type { BenchmarkStep } from './step.ts';

/** What makes a GAN's step; the rest has the method's defaults. */
interface GanStep {
  readonly name: string;
  readonly description: string;
  /** Of one example: points, or images of pixels in [0, 1). */
  readonly shape: readonly number[];
  readonly batch: number;
  readonly options: Values;
  readonly generator: Chosen;
  readonly discriminator: Chosen;
  readonly optimiser: Chosen;
}

function ganStep({ name, description, shape, batch, options, generator, discriminator, optimiser }: GanStep) {
  const dataset = fixedBatch(shape.length === 1 ? 'normal' : 'uniform', shape, batch);
  const spec = specOf({
    method: gan.id,
    options: { ...defaultsOf(gan.options), ...options },
    networks: { generator, discriminator },
    optimisers: { generator: optimiser, discriminator: optimiser },
    batch,
  });
  return { name, description, spec, dataset, game: methodOf(gan.id).build(spec, dataset) } satisfies BenchmarkStep;
}

/** The objectives that the device screen compares, as options of the method. */
export const objectives: Readonly<Record<string, Values>> = {
  minimax: { loss: 'minimax' },
  'non-saturating': { loss: 'non-saturating' },
  'W-clip': { loss: 'wasserstein', weightClip: 0.01 },
  'WGAN-GP': { loss: 'wasserstein', gradientPenalty: 10 },
  'least squares': { loss: 'least-squares' },
};

/** z[512, 2] -> 2-128-128-2 and 2-128-128-1 with ReLU; non-saturating; Adam 1e-3. */
export const toyMlpGan = (): BenchmarkStep =>
  ganStep({
    name: 'toy-mlp-gan',
    description: 'dense GAN on points, hidden 128 and 128, batch 512',
    shape: [2],
    batch: 512,
    options: { loss: 'non-saturating', latentDimension: 2 },
    generator: mlp(128, 2),
    discriminator: mlp(128, 2),
    optimiser: adam(),
  });

/** The smallest GAN that learns a ring: 2-32-32-2 and 2-32-32-1 at batch 64, where overhead is everything. */
export const toyRing = (objective: string): BenchmarkStep =>
  ganStep({
    name: `toy ring, ${objective}`,
    description: 'dense GAN on points, hidden 32 and 32, batch 64',
    shape: [2],
    batch: 64,
    options: { latentDimension: 2, ...objectives[objective] },
    generator: mlp(32, 2),
    discriminator: mlp(32, 2),
    optimiser: adam(),
  });

const dcgan = (norm: 'batch' | 'none'): Chosen => ({ kind: 'dcgan', channels: 64, norm });

/** DCGAN on 28 x 28 x 1 with 64 and 128 channels; Adam 2e-4 (0.5, 0.999). A gradient penalty takes the critic's batch norm. */
export const dcgan28 = (objective?: string): BenchmarkStep =>
  ganStep({
    name: objective === undefined ? 'dcgan28' : `dcgan28, ${objective}`,
    description: 'DCGAN, 64 and 128 channels, batch 64',
    shape: [28, 28, 1],
    batch: 64,
    options: { latentDimension: 64, ...objectives[objective ?? 'non-saturating'] },
    generator: dcgan('batch'),
    discriminator: dcgan(objective === 'WGAN-GP' ? 'none' : 'batch'),
    optimiser: adam(2e-4, 0.5, 0.999),
  });

/** The same generator, a critic without batch norm; critic loss + 10 gradient penalties; Adam 1e-4 (0, 0.9). */
export const wganGp28 = (): BenchmarkStep =>
  ganStep({
    name: 'wgan-gp28',
    description: 'DCGAN with a WGAN-GP critic, batch 64',
    shape: [28, 28, 1],
    batch: 64,
    options: { latentDimension: 64, ...objectives['WGAN-GP'] },
    generator: dcgan('batch'),
    discriminator: dcgan('none'),
    optimiser: adam(1e-4, 0, 0.9),
  });
