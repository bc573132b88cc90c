import type { Dataset, Split } from '../core/data/dataset.ts';
import type { Extractor, MetricContext, Subject } from './metric.ts';
import { Pace } from './pace.ts';

/** What an extractor makes of a set of images. */
export interface FeatureSet {
  readonly count: number;
  /** `[count, extractor.features]` */
  readonly features: Float32Array;
  /** `[count, extractor.classes]` */
  readonly probabilities: Float32Array;
}

/** Images in one call of the extractor: progress and cancelling wait for no more. */
const chunk = 200;

const ofSubjects = new WeakMap<Subject, Map<string, FeatureSet>>();
const ofDatasets = new WeakMap<Dataset, Map<string, FeatureSet>>();

/** Features of a subject's first samples, made once and shared between metrics. */
export function generatedFeatures(context: MetricContext, extractor: Extractor, count: number): Promise<FeatureSet> {
  const { subject, signal } = context;
  return remembered(ofSubjects, subject, `${extractor.sha256}/${count}`, async () => {
    const samples = await subject.sample(count, { signal, progress: (f) => context.progress(f * 0.5) });
    const watch = { signal, progress: (f: number) => context.progress(0.5 + f * 0.5) };
    return extract(extractor, count, watch, chunksOf(samples, count));
  });
}

/** Features of the first examples of a split, made once for a dataset. */
export function realFeatures(
  context: MetricContext,
  extractor: Extractor,
  split: Split,
  count: number,
): Promise<FeatureSet> {
  const { dataset } = context.subject;
  return remembered(ofDatasets, dataset, `${extractor.sha256}/${split}/${count}`, () =>
    extract(extractor, count, context, (start, rows) => dataset.examples(split, start, rows).x),
  );
}

/** Most images that both splits and the plan allow, so that a figure and its floor have equal counts. */
export function comparableCount({ subject, samples }: MetricContext): number {
  return Math.min(samples, subject.dataset.count('train'), subject.dataset.count('test'));
}

async function remembered<K extends object>(
  memory: WeakMap<K, Map<string, FeatureSet>>,
  owner: K,
  key: string,
  make: () => Promise<FeatureSet>,
): Promise<FeatureSet> {
  const known = memory.get(owner) ?? new Map<string, FeatureSet>();
  memory.set(owner, known);
  const made = known.get(key) ?? (await make());
  known.set(key, made);
  return made;
}

async function extract(
  extractor: Extractor,
  count: number,
  { signal, progress }: Pick<MetricContext, 'signal' | 'progress'>,
  images: (start: number, rows: number) => Float32Array,
): Promise<FeatureSet> {
  const pace = new Pace(signal);
  const features = new Float32Array(count * extractor.features);
  const probabilities = new Float32Array(count * extractor.classes);
  for (let start = 0; start < count; start += chunk) {
    await pace.turn();
    const rows = Math.min(chunk, count - start);
    const outputs = await extractor.run(images(start, rows), rows);
    features.set(outputs.features, start * extractor.features);
    probabilities.set(outputs.probabilities, start * extractor.classes);
    progress((start + rows) / count);
  }
  return { count, features, probabilities };
}

/**
 * Samples as images: cut to [0, 1], which a Gaussian decoder's means can leave.
 * @throws Error when a sample is not finite.
 */
function chunksOf(samples: Float32Array, count: number) {
  const size = samples.length / count;
  return (start: number, rows: number): Float32Array =>
    samples.subarray(start * size, (start + rows) * size).map((value, k) => {
      if (!Number.isFinite(value)) throw new Error(`Sample ${start + Math.floor(k / size)} is not finite.`);
      return Math.min(Math.max(value, 0), 1);
    });
}
