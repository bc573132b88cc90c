import { choice, integer } from '../../core/spec/fields.ts';
import { numberOf } from '../../core/spec/values.ts';
import { modeCoverage } from '../measures/mode-coverage.ts';
import { entropyOf, modeHistogram } from './mode-histogram.ts';
import { reportOf } from './experiment.ts';
import type { Experiment, ExperimentRow } from './experiment.ts';
import type { Protocol } from './training-run.ts';
import { adam, ganSpec, mlp, ringOf, sharedProgress, withRun } from './training-run.ts';

/** Steps before the first look, and between looks. */
const settling = 2000;
const every = 100;
const samples = 2500;

/** Metz et al. 2017, appendix A. */
const published: Protocol = {
  data: ringOf(2, 0.02),
  options: { loss: 'non-saturating', latentDimension: 256 },
  networks: { generator: mlp(128, 2), discriminator: mlp(128, 1, { inputScale: 0.25 }) },
  optimisers: { generator: adam(1e-4, 0.5), discriminator: adam(1e-4, 0.5) },
  dynamics: { kind: 'alternating', criticSteps: 1, generatorSteps: 1 },
  batch: 512,
  ema: 0,
  seed: 1,
};

const glorot = { initialiser: 'glorot' };

/** Ten times their rate on a quarter of their batch: it collapses alike, and a cure has the time to work within 5,000 steps. */
const fast: Protocol = {
  ...published,
  networks: { generator: mlp(128, 2, glorot), discriminator: mlp(128, 1, { ...glorot, inputScale: 0.25 }) },
  optimisers: { generator: adam(1e-3, 0.5), discriminator: adam(1e-3, 0.5) },
  batch: 128,
};

const withOptions = (options: NonNullable<Protocol['options']>): Protocol => ({
  ...fast,
  options: { ...fast.options, ...options },
});

/**
 * The penalties' weights are larger than is usual, since the discriminator sees points divided by 4: a weight of 10 on the
 * slope in the plane is one of 10/16 on the slope in what it sees.
 */
const variants: Readonly<Record<string, { readonly label: string; readonly protocol: Protocol }>> = {
  plain: { label: 'plain', protocol: published },
  fast: { label: 'plain, rate 1e-3', protocol: fast },
  unrolled: {
    label: 'unrolled 5',
    protocol: { ...fast, dynamics: { kind: 'unrolled', unrollSteps: 5, criticSteps: 1 } },
  },
  r1: { label: 'R1, gamma 10', protocol: withOptions({ r1: 10 }) },
  roth: { label: 'Roth, gamma 20', protocol: withOptions({ roth: 20 }) },
  'wgan-gp': {
    label: 'WGAN-GP, lambda 1',
    protocol: {
      ...withOptions({ loss: 'wasserstein', gradientPenalty: 1 }),
      dynamics: { kind: 'alternating', criticSteps: 5, generatorSteps: 1 },
      optimisers: { generator: adam(3e-4, 0.5, 0.9), discriminator: adam(3e-3, 0.5, 0.9) },
    },
  },
  // As many packs as the others have examples.
  pac: { label: 'PacGAN 2', protocol: { ...withOptions({ pack: 2 }), batch: 2 * 128 } },
};

/** What is seen of one run: modes at a time (the exponential of the entropy), and the mode most samples are at. */
interface Seen {
  readonly modes: number;
  readonly leader: number;
}

/** Mode collapse on the ring, and what helps. */
export const metz: Experiment = {
  id: 'metz',
  title: 'Mode collapse on the ring of Metz',
  claim:
    'An unregularised GAN puts nearly all samples on one mode at a time and moves from mode to mode. Unrolling, penalties on the discriminator’s slope, a Wasserstein critic and packing spread them over all eight.',
  source: 'Metz, Poole, Pfau, Sohl-Dickstein 2017, arXiv:1611.02163, section 3.1 and appendix A',
  seconds: 300,
  fields: {
    only: choice({
      label: 'Only',
      help: 'One of the runs instead of all.',
      default: 'all',
      choices: {
        all: { label: 'All', help: 'Every run.' },
        ...Object.fromEntries(Object.entries(variants).map(([id, { label }]) => [id, { label, help: '' }])),
      },
    }),
    steps: integer({
      label: 'Steps',
      help: 'Steps of each run; it is looked at from step 2,000 on.',
      default: 5000,
      min: 10,
      max: 100_000,
      scale: 'log',
    }),
  },
  async run(context) {
    const steps = numberOf(context.options, 'steps');
    const chosen = Object.entries(variants).filter(
      ([id]) => context.options['only'] === 'all' || context.options['only'] === id,
    );
    const progress = sharedProgress(context, chosen.length, steps);
    const rows: ExperimentRow[] = [];
    for (const [index, [id, { label, protocol: settings }]] of chosen.entries()) {
      await withRun(ganSpec({ ...settings, steps }), async (run) => {
        const tell = progress(index, label);
        const seen: Seen[] = [];
        for (let step = Math.min(settling, steps); step <= steps; step += every) {
          await run.until(step, context.signal, tell);
          const histogram = modeHistogram(await run.samples(samples), run.dataset.modes!);
          seen.push({ modes: Math.exp(entropyOf(histogram)), leader: histogram.indexOf(Math.max(...histogram)) });
        }
        const average = seen.reduce((sum, { modes }) => sum + modes, 0) / seen.length;
        if (id === 'plain') {
          const leaders = new Set(seen.map(({ leader }) => leader)).size;
          rows.push(
            {
              name: `${label}: modes at a time`,
              measured: average,
              expected: 1.5,
              tolerance: 'at most',
              passed: average <= 1.5,
            },
            {
              name: `${label}: modes visited`,
              measured: leaders,
              expected: 2,
              tolerance: 'at least',
              passed: leaders >= 2,
            },
          );
          return;
        }
        const { covered, highQuality } = modeCoverage(await run.samples(samples), run.dataset.modes!);
        rows.push(
          {
            name: `${label}: modes covered at the end`,
            measured: covered,
            ...(id !== 'fast' && { expected: 7, tolerance: 'aim: at least' }),
          },
          { name: `${label}: modes at a time`, measured: average },
          { name: `${label}: share within 3 sigma`, measured: highQuality },
        );
      });
    }
    return reportOf(metz, rows);
  },
};
