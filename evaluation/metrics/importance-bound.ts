import { uniform } from '../../core/random/stream.ts';
import { eachBlock, entropyOf, heldOutCount } from '../held-out.ts';
import { ImportanceBound } from '../measures/importance-bound.ts';
import { meanOf, normalInterval } from '../measures/mean.ts';
import type { Metric, MetricValue } from '../metric.ts';

/** Numbers of draws whose bounds are told on the way to more than the usual ones, which show how they tighten. */
const earlier = [5, 50, 500];

/** Weights in memory at a time: of a whole block of examples some dozens of draws, of few examples more. */
const weightsATurn = 100_000;

/** Of the published bounds with several draws, the one that most papers give. */
const usualDraws = 50;
/** Examples measured where the number of draws was left to us: each draw decodes an example anew. */
const usualExamples = 2000;

/** Likelihood of held-out examples, bounded by importance sampling from the posterior. */
export const importanceBound: Metric = {
  id: 'importance-bound',
  label: 'Importance-weighted bound',
  help: 'A bound on how surprised the model is by held-out examples that gets tighter with every posterior draw, up to its likelihood itself.',
  group: 'likelihood',
  cost: 'dear',
  needs: ['latent', 'logWeight'],
  applies: () => true,
  async compute(context) {
    const { subject, importance: draws = usualDraws } = context;
    const { dataset, likelihood } = subject;
    const count = Math.min(heldOutCount(context), context.importance === undefined ? usualExamples : Infinity);
    if (count < 2 || draws < 1) return [];
    const singles = new Float64Array(count);
    const stops = [...(draws > usualDraws ? earlier.filter((k) => k < draws) : []), draws];
    const bounds = new Map(stops.map((k) => [k, { values: new Float64Array(count), effective: 0 }]));
    await eachBlock(context, 'test', count, async ({ x, start, rows, watch }) => {
      const seen = likelihood === 'bernoulli' ? binarised(x, start) : x;
      const bound = new ImportanceBound(rows);
      const drawsATurn = Math.ceil(weightsATurn / rows);
      let first = 0;
      for (const [stop, found] of bounds) {
        while (first < stop) {
          const part = { first, count: Math.min(drawsATurn, stop - first), example: start };
          const progress = (fraction: number) => watch.progress((part.first + fraction * part.count) / draws);
          bound.add(await subject.logWeights(seen, part, { signal: watch.signal, progress }), part.count);
          first += part.count;
        }
        const estimate = bound.estimate();
        found.values.set(estimate.bound, start);
        found.effective += estimate.effectiveDraws.reduce((sum, value) => sum + value, 0) / count;
        singles.set(estimate.single, start);
      }
    });
    const entropy = likelihood === 'bernoulli' ? undefined : entropyOf(dataset, count);
    const figure = (k: number, values: Float64Array, note: string): MetricValue => {
      const { mean, standardError } = meanOf(values);
      return {
        id: `negative-bound-${k}`,
        label: `Negative bound, ${k === 1 ? '1 draw' : `${k} draws`}`,
        value: -mean,
        unit: 'nats',
        better: 'lower',
        counts: { real: count },
        interval: normalInterval(-mean, standardError),
        ...(entropy !== undefined && { floor: entropy }),
        note: likelihood === 'bernoulli' ? `${note} ${binarisedNote}` : note,
      };
    };
    return [
      figure(1, singles, draws === 1 ? 'One posterior draw for each example.' : `Mean over ${draws} posterior draws.`),
      ...[...bounds].flatMap(([k, { values, effective }]) => {
        if (k === 1) return [];
        const carrying = effective.toFixed(effective < 10 ? 1 : 0);
        return [figure(k, values, `On average ${carrying} of the ${k} draws carry the estimate.`)];
      }),
    ];
  },
};

const binarisedNote = 'Images are black and white, drawn from their grey values in the same way for every run.';

/** Pixels drawn as 0 or 1 with their grey values as probabilities; a function of the examples' numbers alone. */
function binarised(x: Float32Array, start: number): Float32Array {
  const size = x.length;
  return uniform(0, 'evaluation/binarised', start, size).map((u, at) => (u < x[at]! ? 1 : 0));
}
