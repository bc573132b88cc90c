import * as tf from '../../core/backend/tf.ts';
import type { Tensor } from '../../core/backend/tf.ts';
import type { Game } from '../../core/methods/game.ts';
import { buildNetwork } from '../../core/networks/architectures/registry.ts';
import { choice, integer } from '../../core/spec/fields.ts';
import { numberOf } from '../../core/spec/values.ts';
import { dataOf, lineDensityFields, positionsOf, samplesOf } from '../../core/theory/line-density-fields.ts';
import { densityAt, nodesFor } from '../../core/theory/line-density.ts';
import type { LineDensity } from '../../core/theory/line-density.ts';
import { bestDiscriminator } from '../../core/theory/line-divergences.ts';
import { discriminatorCases } from './discriminator-cases.ts';
import type { DiscriminatorCase } from './discriminator-cases.ts';
import { reportOf, within } from './experiment.ts';
import type { Experiment, ExperimentContext, ExperimentCurves, ExperimentRow } from './experiment.ts';
import { lineDataset } from './line-dataset.ts';
import { play, trainerOf } from './play.ts';

const tolerance = 0.01;
/** Share of a divergence that may be missing where it lies in tails of which a batch has no example. */
const inTheTail = 0.03;
/** Looks at the discriminator in one training. */
const looks = 40;
/** Points of a curve. */
const resolution = 161;

const fields = {
  objective: choice({
    label: 'Objective',
    help: 'What the discriminator learns. All of them one after another, or one to watch.',
    default: 'all',
    choices: {
      all: { label: 'All', help: 'Every objective, and EBGAN where samples are as the data.' },
      ...Object.fromEntries(
        Object.entries(discriminatorCases).map(([id, { label, claim }]) => [id, { label, help: claim }]),
      ),
    },
  }),
  ...lineDensityFields({
    dataMean: 0.3,
    dataStd: 1,
    secondShare: 0,
    secondMean: -2,
    secondStd: 0.5,
    sampleMean: -0.3,
    sampleStd: 1.1,
  }),
  steps: integer({
    label: 'Steps',
    help: 'Length of each training. The learning rate falls to a fiftieth on the way.',
    default: 2000,
    min: 10,
    max: 100_000,
    scale: 'log',
  }),
  batch: integer({
    label: 'Batch',
    help: 'Examples of each kind a step.',
    default: 512,
    min: 8,
    max: 8192,
    scale: 'log',
  }),
};

/** The best discriminator of each objective, trained and by quadrature. */
export const optimalDiscriminator: Experiment = {
  id: 'optimal-discriminator',
  title: 'The best discriminator of two known densities',
  claim:
    'A small network trained on two Gaussians reaches the value that theory has for the best discriminator: -log 4 + 2 JSD for the minimax game, (b p + a q) / (p + q) for least squares, the divergence for each f-GAN bound, and the margin for EBGAN where samples are as the data.',
  source:
    'Goodfellow et al. 2014, theorem 1; Mao et al. 2017, eq. 5; Nowozin et al. 2016, eq. 4; Zhao et al. 2017, theorem 1',
  seconds: 60,
  fields,
  async run(context) {
    const { options, progress } = context;
    const p = dataOf(options);
    const q = samplesOf(options);
    const chosen = options['objective'] as string;
    const jobs =
      chosen === 'all'
        ? [
            ...Object.entries(discriminatorCases).map(([id, found]) => ({ id, found, q })),
            {
              id: 'ebgan',
              found: { ...discriminatorCases['ebgan']!, label: 'EBGAN, m = 1, q = p', claim: 'V = m' },
              q: p,
            },
          ]
        : [{ id: chosen, found: discriminatorCases[chosen]!, q }];

    const rows: ExperimentRow[] = [];
    let curves: ExperimentCurves | undefined;
    const x = Float32Array.from(positionsOf([p, q], resolution));
    const draw = (chosen === 'all' ? drawingAll : drawingOne)(p, q, x);
    for (const [index, { id, found, q }] of jobs.entries()) {
      const job = { found, p, q, x, drawn: (outputs: Float32Array) => (curves = draw(id, found, outputs)) };
      const told: ExperimentContext['progress'] = (fraction, label, drawn) =>
        progress((index + fraction) / jobs.length, label, drawn);
      rows.push(...(await train(job, { ...context, progress: told })));
    }
    await progress(1, 'done');
    return reportOf(optimalDiscriminator, rows, curves && { curves });
  },
};

/** What is drawn of a discriminator that has these linear outputs at the positions of the curves. */
type Drawing = (id: string, found: DiscriminatorCase, outputs: Float32Array) => ExperimentCurves;

/** A discriminator as its paper shows it, `trained`, beside the `best`. */
const drawingOne =
  (p: LineDensity, q: LineDensity, x: Float32Array): Drawing =>
  (_, { shown, best }, outputs) => ({ x, y: { trained: outputs.map(shown), best: x.map(best(p, q)) } });

/** All that stand for a chance of data, by the ids of their objectives, beside the `best`, which is p / (p + q) for each. */
function drawingAll(p: LineDensity, q: LineDensity, x: Float32Array): Drawing {
  let y: ExperimentCurves['y'] = { best: x.map(bestDiscriminator(p, q)) };
  return (id, { probability }, outputs) => {
    if (probability) y = { ...y, [id]: outputs.map(probability) };
    return { x, y };
  };
}

interface Training {
  readonly found: DiscriminatorCase;
  readonly p: LineDensity;
  readonly q: LineDensity;
  /** Positions of the curves. */
  readonly x: Float32Array;
  drawn(outputs: Float32Array): ExperimentCurves;
}

/** Trains one discriminator and compares it with theory. */
async function train({ found, p, q, x, drawn }: Training, context: ExperimentContext): Promise<ExperimentRow[]> {
  const steps = numberOf(context.options, 'steps');
  const discriminator = buildNetwork(
    { kind: 'mlp', width: 32, depth: 2, activation: 'tanh', norm: 'none' },
    { name: 'discriminator', from: [1], to: [1] },
  );
  const trainer = trainerOf(gameOf(found, discriminator, q), lineDataset(p), {
    dynamics: { kind: 'simultaneous' },
    optimisers: {
      discriminator: {
        kind: 'adam',
        learningRate: { schedule: 'exponential', from: 5e-3, to: 1e-4, start: 0, end: steps },
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
      },
    },
    batch: numberOf(context.options, 'batch'),
    steps,
    seed: 1,
  });
  const outputsAt = async (x: Float32Array): Promise<Float32Array> => {
    const outputs = tf.tidy(() => discriminator.apply(trainer.variables(), tf.tensor(x, [x.length, 1])));
    const values = (await outputs.data()) as Float32Array;
    outputs.dispose();
    return values;
  };
  const nodes = nodesFor([p, q]);
  const atNodes = Float32Array.from(nodes, ({ x }) => x);
  const masses = nodes.map(({ x, weight }) => [weight * densityAt(p, x), weight * densityAt(q, x)] as const);
  const best = found.best(p, q);
  const bestValue = found.bestValue(p, q);

  /** The value by quadrature, the mean distance from D* over data and samples, and the curves as they are drawn. */
  const measure = async () => {
    const outputs = await outputsAt(atNodes);
    let value = 0;
    let distance = 0;
    masses.forEach(([ofData, ofSamples], i) => {
      const output = outputs[i]!;
      if (ofData > 0) value += ofData * found.onReal(output);
      if (ofSamples > 0) value += ofSamples * found.onFake(output);
      const mass = (ofData + ofSamples) / 2;
      if (mass > 0) distance += mass * Math.abs(found.shown(output) - best(nodes[i]!.x));
    });
    return { value, distance, curves: drawn(await outputsAt(x)) };
  };
  try {
    await play(trainer, steps, {
      every: Math.ceil(steps / looks),
      signal: context.signal,
      look: async (step) => {
        const { value, curves } = await measure();
        await context.progress(step / steps, `${found.label}: ${value.toFixed(4)} of ${bestValue.toFixed(4)}`, curves);
      },
    });
    const { value, distance } = await measure();
    const missing = found.heavyTail ? inTheTail * Math.abs(bestValue) : 0;
    const allowed = Number(Math.max(tolerance, missing).toPrecision(2));
    const rows = [within(`${found.label}: ${found.claim}`, value, bestValue, allowed)];
    if (found.reached) rows.push(within(`${found.label}: mean |D - D*|`, distance, 0, tolerance));
    return rows;
  } finally {
    trainer.dispose();
  }
}

/** One player, on data and on samples that stay as they are. */
function gameOf(found: DiscriminatorCase, discriminator: Game['networks'][number], q: LineDensity): Game {
  const { mean, std } = q.components[0]!;
  return {
    networks: [discriminator],
    noise: { z: { kind: 'normal', shape: [1] } },
    signals: { fake: (s): Tensor => tf.add(tf.mul(s.noise('z'), std), mean) },
    players: [
      {
        name: 'discriminator',
        owns: ['discriminator'],
        critic: true,
        loss: (s) => ({
          total: found.loss(s.apply('discriminator', s.real), s.apply('discriminator', s.get('fake'))),
          parts: {},
        }),
      },
    ],
    abilities: {},
  };
}
