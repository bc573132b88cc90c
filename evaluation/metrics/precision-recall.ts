import { comparableCount, generatedFeatures, onceFor, realFeatures } from '../features.ts';
import type { FeatureSet } from '../features.ts';
import { pointSet } from '../linear-algebra/pair-distances.ts';
import { normalInterval } from '../measures/mean.ts';
import { ballsAround, neighbourhood, precisionRecall } from '../measures/precision-recall.ts';
import type { PrecisionRecall } from '../measures/precision-recall.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { hasFeatures, reference, smallSampleNote } from './distribution.ts';
import { boundsOf } from '../figure-bounds.ts';

/** The work grows with the square: more than the papers' 10,000 is not taken. */
const protocolSamples = 10_000;

const figures = [
  ['precision', 'Precision', 'Share of samples within the real ones', 1],
  ['recall', 'Recall', 'Share of real examples within the samples', 1],
  ['density', 'Density', 'How deep samples lie within the real ones; it may pass 1', Infinity],
  ['coverage', 'Coverage', 'Share of real examples with a sample nearby', 1],
] as const satisfies readonly (readonly [keyof PrecisionRecall, string, string, number])[];

/** Fidelity and variety apart, by nearest neighbours among features. */
export const precisionRecallMetric: Metric = {
  id: 'precision-recall',
  label: 'Precision, recall, density, coverage',
  help: 'Fidelity and variety apart, by nearest neighbours: precision and density fall when samples are unlike real ones, recall and coverage when some real ones are never made.',
  group: 'samples',
  cost: 'dear',
  needs: ['sample', 'latent'],
  applies: hasFeatures,
  async compute(context) {
    const extractor = await context.extractors(context.subject.dataset);
    const count = Math.min(comparableCount(context), protocolSamples);
    if (!extractor || count <= neighbourhood) return [];
    const { features: dimension, sha256 } = extractor;
    const pace = new Pace(context.signal);
    let done = 0;
    /** Five passes over all pairs: three sets of balls, and two comparisons. */
    const pass = async <T>(work: (progress: (fraction: number) => void) => Promise<T>): Promise<T> => {
      const result = await work((fraction) => context.progress((done + fraction) / 5));
      done++;
      return result;
    };
    const around = ({ features }: FeatureSet) =>
      pass((progress) => ballsAround(pointSet(features, dimension), pace, progress));
    const generated = await around(await generatedFeatures(context, extractor, count));
    const { train, floor } = await onceFor(context.subject.dataset, `precision-recall/${sha256}/${count}`, async () => {
      const train = await around(await realFeatures(context, extractor, 'train', count));
      const test = await around(await realFeatures(context, extractor, 'test', count));
      return { train, floor: await pass((progress) => precisionRecall(test, train, pace, progress)) };
    });
    done = 4;
    const measured = await pass((progress) => precisionRecall(generated, train, pace, progress));
    return figures.map(([id, label, meaning, most]) => ({
      id: `${id}-${extractor.family}`,
      label: `${label} in ${extractor.space}`,
      value: measured[id].mean,
      better: 'higher',
      counts: { generated: count, real: count },
      floor: floor[id].mean,
      bounds: boundsOf([0, most]),
      interval: normalInterval(measured[id].mean, measured[id].standardError, [0, most]),
      extractor: reference(extractor),
      note: `${meaning}, by ${neighbourhood} neighbours. ${extractor.remark}${smallSampleNote(count)}`,
    }));
  },
};
