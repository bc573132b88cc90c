import * as tf from '../../core/backend/tf.ts';
import type { Game } from '../../core/methods/game.ts';
import { buildNetwork } from '../../core/networks/architectures/registry.ts';
import type { Network } from '../../core/networks/network.ts';
import { adversarialLosses } from '../../core/objectives/adversarial/registry.ts';
import { choice, integer } from '../../core/spec/fields.ts';
import { numberOf } from '../../core/spec/values.ts';
import { fDivergences } from '../../core/theory/f-divergences.ts';
import type { FDivergenceId } from '../../core/theory/f-divergences.ts';
import { densityAt, gaussian } from '../../core/theory/line-density.ts';
import { mixtureFitFields } from '../../core/theory/mixture-fit-fields.ts';
import { fitGaussian, fitTarget } from '../../core/theory/mixture-fit.ts';
import { NonFiniteError } from '../../core/training/non-finite.ts';
import { reportOf, within } from './experiment.ts';
import type { Experiment, ExperimentContext, ExperimentCurves, ExperimentRow } from './experiment.ts';
import { lineDataset } from './line-dataset.ts';
import { play, trainerOf } from './play.ts';

/** Optima of Nowozin et al. 2016, table 4; those that it lacks are by quadrature. */
const published: Partial<Record<FDivergenceId, { readonly mean: number; readonly std: number }>> = {
  kl: { mean: 1.01, std: 1.8308 },
  'reverse-kl': { mean: 1.5782, std: 1.6319 },
  js: { mean: 1.307, std: 1.7542 },
  jeffrey: { mean: 1.3218, std: 1.7034 },
  pearson: { mean: 0.5737, std: 1.9274 },
};

/** The order in which the means should fall. */
const byMean: readonly FDivergenceId[] = ['reverse-kl', 'js', 'kl', 'pearson'];

const tolerance = 0.1;
/** Steps between looks at the generator. */
const every = 10;
/** Share of the steps, at the end, whose mean is the fit: single steps are noisy. */
const averaged = 0.3;

const ids = Object.keys(fDivergences) as FDivergenceId[];

const fields = {
  divergence: choice({
    label: 'Divergence',
    help: 'Which divergence decides what the best Gaussian is. All of them one after another, or one to watch.',
    default: 'all',
    choices: {
      all: { label: 'All', help: 'All nine.' },
      ...Object.fromEntries(ids.map((id) => [id, { label: fDivergences[id].label, help: fDivergences[id].label }])),
    },
  }),
  ...mixtureFitFields,
  seed: integer({ label: 'Seed', help: 'Of weights, data and noise.', default: 1, min: 0, max: 1000 }),
};

/** A Gaussian trained as a generator falls on the one that is nearest by the divergence. */
export const fGanMixture: Experiment = {
  id: 'f-gan-mixture',
  title: 'A Gaussian fitted to a mixture by each f-divergence',
  claim:
    'A generator mu + sigma z trained with each f-GAN objective ends near the Gaussian that is nearest to the mixture by that divergence: reverse KL at the large bump, KL and Pearson between the two. All nine train without a number that is not finite.',
  source: 'Nowozin, Cseke, Tomioka 2016, arXiv:1606.00709, section 3.3 and table 4',
  seconds: 420,
  fields,
  async run(context) {
    const chosen = context.options['divergence'] as FDivergenceId | 'all';
    const asked = chosen === 'all' ? ids : [chosen];
    const rows: ExperimentRow[] = [];
    const means = new Map<FDivergenceId, number>();
    let curves: ExperimentCurves | undefined;
    for (const [index, id] of asked.entries()) {
      const label = fDivergences[id].label;
      const fit = await train(id, {
        ...context,
        progress: (fraction, what, drawn) => context.progress((index + fraction) / asked.length, what, drawn),
      });
      rows.push({
        name: `${label}: steps with finite numbers`,
        measured: fit.steps,
        expected: numberOf(context.options, 'steps'),
        tolerance: 'all',
        passed: fit.steps === numberOf(context.options, 'steps'),
      });
      const table = published[id];
      const best = table ?? fitGaussian(id, fitTarget);
      const compare = (name: string, measured: number, expected: number): ExperimentRow =>
        table ? within(name, measured, expected, tolerance) : { name, measured, expected };
      rows.push(compare(`${label}: mu`, fit.mean, best.mean), compare(`${label}: sigma`, fit.std, best.std));
      means.set(id, fit.mean);
      curves = fit.curves ?? curves;
    }
    if (chosen === 'all') {
      byMean.slice(1).forEach((lower, i) => {
        const higher = byMean[i]!;
        const measured = means.get(higher)! - means.get(lower)!;
        const name = `mu by ${fDivergences[higher].label} above ${fDivergences[lower].label}`;
        rows.push({ name, measured, expected: 0, tolerance: 'above', passed: measured > 0 });
      });
    }
    await context.progress(1, 'done');
    return reportOf(fGanMixture, rows, {
      ...(curves && { curves }),
      notes: ['Rows without a verdict are not in the paper’s table: their optimum is by quadrature.'],
    });
  },
};

/** Trains one generator until the last step or the first number that is not finite. */
async function train(id: FDivergenceId, { options, progress, signal }: ExperimentContext) {
  const steps = numberOf(options, 'steps');
  const sgd = { kind: 'sgd', learningRate: numberOf(options, 'learningRate'), momentum: 0, nesterov: false };
  const trainer = trainerOf(gameOf(id), lineDataset(fitTarget), {
    // The paper's single-step method: both players move by the gradients of one evaluation.
    dynamics: { kind: 'simultaneous' },
    optimisers: { discriminator: sgd, generator: sgd },
    batch: 1024,
    steps,
    seed: numberOf(options, 'seed'),
  });
  let [sumMean, sumStd, count] = [0, 0, 0];
  let curves: ExperimentCurves | undefined;
  try {
    await play(trainer, steps, {
      every,
      signal,
      look: async (step) => {
        const { values } = await trainer.report();
        const [mean, std] = [values['generator/mean']!, Math.abs(values['generator/std']!)];
        if (step > (1 - averaged) * steps) {
          sumMean += mean;
          sumStd += std;
          count++;
        }
        curves = curvesOf(mean, std);
        const text = `${fDivergences[id].label}: mu ${mean.toFixed(3)}, sigma ${std.toFixed(3)}`;
        await progress(step / steps, text, curves);
      },
    });
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
  } finally {
    trainer.dispose();
  }
  return { mean: sumMean / count, std: sumStd / count, steps: trainer.completed, curves };
}

function gameOf(id: FDivergenceId): Game {
  const loss = adversarialLosses[`f-${id}`];
  const discriminator = buildNetwork(
    { kind: 'mlp', width: 64, depth: 2, activation: 'tanh', norm: 'none' },
    { name: 'discriminator', from: [1], to: [1] },
  );
  return {
    networks: [gaussianGenerator, discriminator],
    noise: { z: { kind: 'normal', shape: [1] } },
    signals: {
      realOutputs: (s) => s.apply('discriminator', s.real),
      fakeOutputs: (s) => s.apply('discriminator', s.apply('generator', s.noise('z'))),
    },
    players: [
      {
        name: 'discriminator',
        owns: ['discriminator'],
        critic: true,
        loss: (s) => ({ total: loss.discriminator(s.get('realOutputs'), s.get('fakeOutputs')), parts: {} }),
      },
      {
        name: 'generator',
        owns: ['generator'],
        critic: false,
        loss: (s) => ({
          total: loss.generator(s.get('fakeOutputs'), s.get('realOutputs')),
          parts: {
            mean: tf.sum(s.vars.get('generator/mean')),
            std: tf.sum(s.vars.get('generator/std')),
          },
        }),
      },
    ],
    abilities: {},
  };
}

/** G(z) = mu + sigma z, from the standard normal. */
const gaussianGenerator: Network = {
  name: 'generator',
  parameters: [
    { name: 'generator/mean', shape: [1], initialiser: { kind: 'constant', value: 0 } },
    { name: 'generator/std', shape: [1], initialiser: { kind: 'constant', value: 1 } },
  ],
  buffers: [],
  apply: (vars, z) => tf.add(tf.mul(z, vars.get('generator/std')), vars.get('generator/mean')),
};

const resolution = 201;
const from = -6;
const to = 8;
const x = Float32Array.from({ length: resolution }, (_, i) => from + ((to - from) * i) / (resolution - 1));
const target = x.map((at) => densityAt(fitTarget, at));

/** The mixture's density and the generator's. */
const curvesOf = (mean: number, std: number): ExperimentCurves => ({
  x,
  y: { data: target, samples: x.map((at) => densityAt(gaussian(mean, std), at)) },
});
