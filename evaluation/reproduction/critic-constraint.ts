import { integer } from '../../core/spec/fields.ts';
import { numberOf } from '../../core/spec/values.ts';
import { uniform } from '../../core/random/stream.ts';
import { reportOf, within } from './experiment.ts';
import type { Experiment } from './experiment.ts';
import type { Protocol } from './training-run.ts';
import { adam, ganSpec, mlp, ringOf, sharedProgress, withRun } from './training-run.ts';

const limit = 0.01;
const points = 2500;

/** The toy of Gulrajani et al.'s code with narrower layers, and the penalty's weight of their paper, 10 (the code has .1). */
const shared: Protocol = {
  data: ringOf(2 / 1.414, 0.02 / 1.414),
  networks: { generator: mlp(128, 3), discriminator: mlp(128, 3) },
  dynamics: { kind: 'alternating', criticSteps: 5, generatorSteps: 1 },
  batch: 256,
  ema: 0,
  seed: 1,
};

const rmsprop = { kind: 'rmsprop', learningRate: 5e-5, decay: 0.99, epsilon: 1e-8, momentum: 0 };

const clipped: Protocol = {
  ...shared,
  options: { loss: 'wasserstein', latentDimension: 2, weightClip: limit },
  optimisers: { generator: rmsprop, discriminator: rmsprop },
};

const penalised: Protocol = {
  ...shared,
  options: { loss: 'wasserstein', latentDimension: 2, gradientPenalty: 10 },
  optimisers: { generator: adam(1e-4, 0.5, 0.9), discriminator: adam(1e-4, 0.5, 0.9) },
};

/** Share of weights at the clip's bounds, or beyond. */
const shareAtLimit = (weights: Float32Array): number =>
  weights.reduce((count, weight) => count + Number(Math.abs(weight) > 0.99 * limit), 0) / weights.length;

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A clip piles weights up at its bounds; a gradient penalty holds the slope at 1. */
export const criticConstraint: Experiment = {
  id: 'critic-constraint',
  title: 'Weight clip against gradient penalty',
  claim:
    'Under a weight clip most of a Wasserstein critic’s weights end at the bounds; under a gradient penalty its slope between data and samples is 1, and no weight is bounded.',
  source: 'Arjovsky, Chintala, Bottou 2017, arXiv:1701.07875; Gulrajani et al. 2017, arXiv:1704.00028, figure 1b',
  seconds: 60,
  fields: {
    steps: integer({
      label: 'Steps',
      help: 'Generator moves of each run, five critic moves each.',
      default: 600,
      min: 10,
      max: 100_000,
      scale: 'log',
    }),
  },
  async run(context) {
    const steps = numberOf(context.options, 'steps');
    const progress = sharedProgress(context, 2, steps);
    const share = await withRun(ganSpec({ ...clipped, steps }), async (run) => {
      await run.until(steps, context.signal, progress(0, 'weight clip'));
      return shareAtLimit(run.weights('discriminator'));
    });
    return withRun(ganSpec({ ...penalised, steps }), async (run) => {
      await run.until(steps, context.signal, progress(1, 'gradient penalty'));
      const fake = await run.samples(points);
      const real = run.dataset.examples('test', 0, points).x;
      const mix = uniform(1, 'reproduction/mix', 0, points);
      const between = fake.map((value, i) => value + mix[i >> 1]! * (real[i]! - value));
      const norms = run.gradientNorms(between);
      return reportOf(criticConstraint, [
        {
          name: 'clip: share of weights at the bounds',
          measured: share,
          expected: 0.5,
          tolerance: 'above',
          passed: share > 0.5,
        },
        within('gradient penalty: mean slope', mean(norms), 1, 0.1),
        {
          name: 'gradient penalty: slopes within .1 of 1',
          measured: norms.filter((norm) => Math.abs(norm - 1) < 0.1).length / points,
        },
        {
          name: 'gradient penalty: share of weights beyond those bounds',
          measured: shareAtLimit(run.weights('discriminator')),
        },
      ]);
    });
  },
};
