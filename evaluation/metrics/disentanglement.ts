import type { Factors } from '../../core/data/dataset.ts';
import { codesOf, heldOutCount } from '../held-out.ts';
import { factorPairs, higginsHits, meanDifferences, pairsAPoint } from '../measures/higgins-score.ts';
import { normalInterval } from '../measures/mean.ts';
import { discretised, mutualInformationGap } from '../measures/mutual-information-gap.ts';
import { proportionInterval } from '../measures/proportion.ts';
import { bootstrapStandardError } from '../measures/resampling.ts';
import type { Metric, MetricContext, MetricValue } from '../metric.ts';
import { Pace } from '../pace.ts';
import { percentBounds } from '../figure-bounds.ts';

/** Points that the classifier learns from and is tried on; each takes 128 pictures. */
const mostTrained = 500;
const mostTested = 300;
/** Points whose pictures are in memory at a time. */
const pointsATurn = 10;

/** Whether each latent answers to one cause of the data. */
export const disentanglement: Metric = {
  id: 'disentanglement',
  label: 'Disentanglement',
  help: 'Whether each latent answers to one factor of the data: by a classifier of which factor pairs share, and by how much more the best latent knows of a factor than the second best.',
  group: 'representation',
  cost: 'dear',
  needs: ['encode'],
  applies: ({ factors }) => factors !== undefined,
  async compute(context) {
    const factors = context.subject.dataset.factors as Factors;
    const count = heldOutCount(context);
    if (count < 20) return [];
    const part = (from: number, share: number): MetricContext => ({
      ...context,
      progress: (f) => context.progress(from + f * share),
    });
    return [await higgins(part(0, 0.8), factors), await gap(part(0.8, 0.2), factors, count)];
  },
};

async function higgins(context: MetricContext, factors: Factors): Promise<MetricValue> {
  const pace = new Pace(context.signal);
  const points = (most: number) => Math.max(Math.min(most, Math.floor(context.samples / 10)), 10);
  const [trained, tested] = [points(mostTrained), points(mostTested)];
  const pairs = [
    factorPairs('higgins/train', trained, factors.sizes),
    factorPairs('higgins/test', tested, factors.sizes),
  ];
  let done = 0;
  const sides = [];
  for (const { shared, values } of pairs) {
    const differences = await differencesOf(context, factors, values, (n) => {
      done += n;
      context.progress(done / (trained + tested));
    });
    sides.push({ shared, differences });
  }
  const dimension = sides[0]!.differences.length / trained;
  const hits = await pace.run(higginsHits(sides[0]!, sides[1]!, dimension, factors.names.length));
  const ideal = pairs.map(({ shared, values }) => ({
    shared,
    differences: meanDifferences(Float64Array.from(values), factors.names.length),
  }));
  const idealHits = await pace.run(higginsHits(ideal[0]!, ideal[1]!, factors.names.length, factors.names.length));
  const [low, high] = proportionInterval(hits, tested);
  return {
    id: 'higgins',
    label: 'Higgins score',
    value: (100 * hits) / tested,
    unit: '%',
    better: 'higher',
    counts: { real: (trained + tested) * 2 * pairsAPoint },
    floor: (100 * idealHits) / tested,
    bounds: percentBounds,
    interval: [100 * low, 100 * high],
    note: `Of ${tested} sets of pairs, after learning from ${trained}; guessing gives ${(100 / factors.names.length).toFixed(0)} %. The floor is that of the true factors.`,
  };
}

/** Mean differences of latents for the pairs of each point, whose pictures are drawn and forgotten again. */
async function differencesOf(
  { subject, signal }: MetricContext,
  factors: Factors,
  values: Int32Array,
  report: (points: number) => void,
): Promise<Float64Array> {
  const width = pairsAPoint * 2 * factors.names.length;
  const parts: number[] = [];
  for (let at = 0; at < values.length; at += pointsATurn * width) {
    const wanted = values.subarray(at, at + pointsATurn * width);
    const codes = await subject.encode(factors.render(wanted), { signal, progress: () => undefined });
    const dimension = (codes.length * factors.names.length) / wanted.length;
    parts.push(...meanDifferences(codes, dimension));
    report(wanted.length / width);
  }
  return Float64Array.from(parts);
}

async function gap(context: MetricContext, factors: Factors, count: number): Promise<MetricValue> {
  const { means, dimension } = await codesOf(context, 'test', count);
  const values = factors.of('test', 0, count);
  const cells = discretised(means, dimension);
  const { sizes } = factors;
  const value = mutualInformationGap(cells, dimension, values, sizes);
  const error = await new Pace(context.signal).run(
    bootstrapStandardError('gap', count, (rows) => mutualInformationGap(cells, dimension, values, sizes, rows)),
  );
  return {
    id: 'mig',
    label: 'Mutual information gap',
    value,
    better: 'higher',
    counts: { real: count },
    floor: mutualInformationGap(discretised(Float64Array.from(values), sizes.length), sizes.length, values, sizes),
    bounds: { least: 0, most: 1 },
    interval: normalInterval(value, error, [0, 1]),
    note: 'Of posterior means in 20 cells. The floor is that of the true factors.',
  };
}
