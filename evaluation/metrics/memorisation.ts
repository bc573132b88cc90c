import type { Dataset, Split } from '../../core/data/dataset.ts';
import { comparableCount, generatedFeatures, realFeatures } from '../features.ts';
import { pointSet } from '../linear-algebra/pair-distances.ts';
import { normalInterval } from '../measures/mean.ts';
import { memorisation, ratioOfMedians } from '../measures/memorisation.ts';
import { kthNeighbours } from '../measures/nearest-neighbours.ts';
import { proportionInterval } from '../measures/proportion.ts';
import { bootstrapStandardError } from '../measures/resampling.ts';
import type { Metric, MetricContext, MetricValue } from '../metric.ts';
import { Pace } from '../pace.ts';
import { hasFeatures, reference } from './distribution.ts';
import { percentBounds } from '../figure-bounds.ts';

/** Samples looked at, and held-out examples: a share of a hundredth of them is still ten. */
const mostSamples = 1000;
/** Training examples looked at for each sample asked for: 10,000 samples are compared with all of MNIST. */
const trainingPerSample = 6;
/** Training examples whose distances are taken at a time. */
const chunk = 2048;
/** One-sided chance under which a finding is told: with two tests in two spaces, rarely by accident. */
const significant = 0.001;

/** Rows of the training set, a chunk at a time, and the two sets to compare, all in one space. */
interface Space {
  readonly name: string;
  readonly label: string;
  readonly dimension: number;
  readonly samples: Float32Array;
  readonly heldOut: Float32Array;
  readonly training: (start: number, count: number) => Float32Array;
  readonly extractor?: { readonly id: string; readonly sha256: string };
}

/** Whether samples are nearer to training examples than examples are that training has not seen. */
export const memorisationMetric: Metric = {
  id: 'memorisation',
  label: 'Memorisation',
  help: 'Distances to the nearest training example, of samples and of held-out examples: a generator that repeats its training set is nearer.',
  group: 'memorisation',
  cost: 'dear',
  needs: ['sample', 'latent'],
  applies: (dataset) => hasFeatures(dataset) && Number.isFinite(dataset.count('train')),
  async compute(context) {
    const { subject, samples, extractors } = context;
    const { dataset } = subject;
    const count = Math.min(comparableCount(context), mostSamples);
    const training = Math.min(dataset.count('train'), trainingPerSample * samples);
    if (count < 2) return [];
    const spaces: Space[] = [];
    const extractor = await extractors(dataset);
    if (extractor) {
      const seen = await realFeatures(context, extractor, 'train', training);
      const { features: dimension } = extractor;
      spaces.push({
        name: extractor.family,
        label: extractor.space,
        dimension,
        samples: (await generatedFeatures(context, extractor, count)).features,
        heldOut: (await realFeatures(context, extractor, 'test', count)).features,
        training: (start, rows) => seen.features.subarray(start * dimension, (start + rows) * dimension),
        extractor: reference(extractor),
      });
    }
    if (dataset.shape.length === 3) spaces.push(await pixelsOf(context, dataset, count));
    const values: MetricValue[] = [];
    for (const [at, space] of spaces.entries()) {
      const progress = (fraction: number) => context.progress((at + fraction) / spaces.length);
      values.push(...(await inSpace(space, count, training, context, progress)));
    }
    return values;
  },
};

async function pixelsOf(context: MetricContext, dataset: Dataset, count: number): Promise<Space> {
  const of = (split: Split) => (start: number, rows: number) => dataset.examples(split, start, rows).x;
  return {
    name: 'pixels',
    label: 'pixels',
    dimension: dataset.shape.reduce((product, length) => product * length, 1),
    samples: await context.subject.sample(count, context),
    heldOut: of('test')(0, count),
    training: of('train'),
  };
}

async function inSpace(
  space: Space,
  count: number,
  training: number,
  { signal }: MetricContext,
  progress: (fraction: number) => void,
): Promise<readonly MetricValue[]> {
  const pace = new Pace(signal);
  const distances = await nearestDistances(space, count, training, pace, progress);
  const samples = distances.subarray(0, count);
  const heldOut = distances.subarray(count);
  const found = memorisation(samples, heldOut);
  // Every second one: data files are often sorted, and their halves unlike.
  const halves = [1, 0].map((parity) => heldOut.filter((_, i) => i % 2 === parity)) as [Float64Array, Float64Array];
  const floor = memorisation(...halves);
  const ratioError = await pace.run(
    bootstrapStandardError('memorisation', count, (rows) => {
      const drawn = (all: Float64Array) => Float64Array.from(rows, (row) => all[row]!);
      return ratioOfMedians(drawn(samples), drawn(heldOut));
    }),
  );
  const findings = [
    found.pNearer < significant && `Samples are nearer than held-out examples (one-sided p ${shown(found.pNearer)}).`,
    found.pCopies < significant && `Too many are as near as copies (one-sided p ${shown(found.pCopies)}).`,
  ].filter((finding) => finding !== false);
  const common = {
    counts: { generated: count, real: training },
    ...(space.extractor && { extractor: space.extractor }),
    note: [
      ...(findings.length > 0 ? findings : ['No sign of memorisation.']),
      `Against ${count} held-out examples, by the nearest of ${training} training examples. Collapse onto few typical samples looks alike.`,
    ].join(' '),
  };
  const [low, high] = proportionInterval(found.copies, count);
  return [
    {
      ...common,
      id: `copies-${space.name}`,
      label: `Near copies of training examples in ${space.label}`,
      value: (100 * found.copies) / count,
      unit: '%',
      better: 'lower',
      floor: (100 * floor.copies) / halves[0].length,
      bounds: percentBounds,
      interval: [100 * low, 100 * high],
    },
    {
      ...common,
      id: `nearer-${space.name}`,
      label: `Samples nearer to training than held-out, in ${space.label}`,
      value: found.nearer,
      better: 'lower',
      floor: floor.nearer,
      bounds: { least: 0, most: 1 },
      interval: normalInterval(found.nearer, found.standardError, [0, 1]),
    },
    {
      ...common,
      id: `nearest-ratio-${space.name}`,
      label: `Distance to training over that of held-out, in ${space.label}`,
      value: found.ratio,
      better: 'none',
      floor: floor.ratio,
      bounds: { least: 0 },
      interval: normalInterval(found.ratio, ratioError, [0, Infinity]),
    },
  ];
}

/** Distances of the samples, then of the held-out examples, to the nearest training example. */
async function nearestDistances(
  { dimension, samples, heldOut, training: examples }: Space,
  count: number,
  training: number,
  pace: Pace,
  progress: (fraction: number) => void,
): Promise<Float64Array> {
  const both = new Float32Array(2 * count * dimension);
  both.set(samples);
  both.set(heldOut, count * dimension);
  const queries = pointSet(both, dimension);
  const nearest = new Float64Array(2 * count).fill(Infinity);
  for (let start = 0; start < training; start += chunk) {
    const rows = Math.min(chunk, training - start);
    const found = await kthNeighbours(queries, pointSet(examples(start, rows), dimension), 1, pace);
    found.forEach((distance, i) => (nearest[i] = Math.min(nearest[i]!, distance)));
    progress((start + rows) / training);
  }
  return nearest.map(Math.sqrt);
}

const shown = (p: number): string => (p < 1e-6 ? 'under 1e-6' : p.toPrecision(2));
