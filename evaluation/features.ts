import * as tf from '../core/backend/tf.ts';
import type { Dataset, Split } from '../core/data/dataset.ts';
import type { Extractor, MetricContext, Subject, Watch } from './metric.ts';
import { Pace } from './pace.ts';

/** What an extractor makes of a set of examples. */
export interface FeatureSet {
  readonly count: number;
  /** `[count, extractor.features]` */
  readonly features: Float32Array;
  /** `[count, extractor.classes]` */
  readonly probabilities: Float32Array;
}

/** Numbers in one call of the extractor, and examples at most: progress and cancelling wait for no more. */
const chunkValues = 2 ** 21;
const chunkExamples = 200;
/** Samples drawn at a time, whole batches of the subject: those of a large evaluation would not fit in memory at once. */
const samplesATime = 1000;

const ofSubjects = new WeakMap<Subject, Map<string, FeatureSet>>();
const ofDatasets = new WeakMap<Dataset, Map<string, FeatureSet>>();

/** Features of a subject's first samples, made once and shared between metrics. */
export function generatedFeatures(context: MetricContext, extractor: Extractor, count: number): Promise<FeatureSet> {
  const { subject, signal } = context;
  return remembered(ofSubjects, subject, extractor.sha256, extractor, count, async () => {
    const made = emptySet(extractor, count);
    for (let first = 0; first < count; first += samplesATime) {
      const rows = Math.min(samplesATime, count - first);
      const part = (from: number): Watch => ({
        signal,
        progress: (fraction) => context.progress((first + rows * (from + fraction / 2)) / count),
      });
      const samples = await subject.sample(rows, part(0), first);
      const size = samples.length / rows;
      const seen = subject.dataset.shape.length === 3 ? cutToRange : (values: Float32Array) => values;
      await extractInto(made, first, rows, size, extractor, part(0.5), (start, count) => {
        const values = samples.subarray(start * size, (start + count) * size);
        requireFinite(values, first + start, size);
        return seen(values);
      });
    }
    return made;
  });
}

/** Features of the first examples of a split, made once for a dataset, and kept where the context has a store. */
export function realFeatures(
  context: MetricContext,
  extractor: Extractor,
  split: Split,
  count: number,
): Promise<FeatureSet> {
  const { dataset } = context.subject;
  // Points are their own features: nothing to save.
  const store = dataset.shape.length === 1 ? undefined : context.store;
  const key = `${extractor.sha256}/${split}`;
  return remembered(ofDatasets, dataset, key, extractor, count, async () => {
    const width = extractor.features + extractor.classes;
    const kept = await store?.get(`${key}/${count}`, count * width);
    if (kept) {
      const features = kept.subarray(0, count * extractor.features);
      return { count, features, probabilities: kept.subarray(features.length) };
    }
    const made = await featuresOf(dataset, split, count, extractor, context);
    if (store) {
      const values = new Float32Array(count * width);
      values.set(made.features);
      values.set(made.probabilities, made.features.length);
      await store.put(`${key}/${count}`, values);
    }
    return made;
  });
}

/** Features of the first examples of a split, made now. */
export async function featuresOf(
  dataset: Dataset,
  split: Split,
  count: number,
  extractor: Extractor,
  watch: Watch,
): Promise<FeatureSet> {
  const made = emptySet(extractor, count);
  const size = dataset.shape.reduce((product, length) => product * length, 1);
  await extractInto(made, 0, count, size, extractor, watch, (start, n) => dataset.examples(split, start, n).x);
  return made;
}

const ofExamples = new WeakMap<Dataset, Map<string, unknown>>();

/**
 * Something that follows from a dataset's examples alone, such as a floor: made once, by the first evaluation.
 *
 * @param key names it, its extractor and its counts.
 */
export async function onceFor<T>(dataset: Dataset, key: string, make: () => Promise<T>): Promise<T> {
  const known = ofExamples.get(dataset) ?? new Map<string, unknown>();
  ofExamples.set(dataset, known);
  const name = `${tf.getBackend()}/${key}`;
  if (known.has(name)) return known.get(name) as T;
  const made = await make();
  known.set(name, made);
  return made;
}

/** Most examples that both splits and the plan allow, so that a figure and its floor have equal counts. */
export function comparableCount({ subject, samples }: MetricContext): number {
  return Math.min(samples, subject.dataset.count('train'), subject.dataset.count('test'));
}

/** The first rows of what is known where it is enough: an example's features do not depend on how many there are. */
async function remembered<K extends object>(
  memory: WeakMap<K, Map<string, FeatureSet>>,
  owner: K,
  key: string,
  { features, classes }: Extractor,
  count: number,
  make: () => Promise<FeatureSet>,
): Promise<FeatureSet> {
  const known = memory.get(owner) ?? new Map<string, FeatureSet>();
  memory.set(owner, known);
  // Another backend's differ in their last bits.
  const name = `${tf.getBackend()}/${key}`;
  const before = known.get(name);
  if (before && before.count >= count) {
    return {
      count,
      features: before.features.subarray(0, count * features),
      probabilities: before.probabilities.subarray(0, count * classes),
    };
  }
  const made = await make();
  known.set(name, made);
  return made;
}

function emptySet({ features, classes }: Extractor, count: number): FeatureSet {
  return { count, features: new Float32Array(count * features), probabilities: new Float32Array(count * classes) };
}

/** Writes what an extractor makes of `count` examples of `size` numbers into the rows from `first` on. */
async function extractInto(
  set: FeatureSet,
  first: number,
  count: number,
  size: number,
  extractor: Extractor,
  { signal, progress }: Watch,
  examples: (start: number, count: number) => Float32Array,
): Promise<void> {
  const pace = new Pace(signal);
  const chunk = Math.min(Math.max(Math.floor(chunkValues / size), 1), chunkExamples);
  for (let start = 0; start < count; start += chunk) {
    await pace.turn();
    const rows = Math.min(chunk, count - start);
    const outputs = await extractor.run(examples(start, rows), rows);
    set.features.set(outputs.features, (first + start) * extractor.features);
    set.probabilities.set(outputs.probabilities, (first + start) * extractor.classes);
    progress((start + rows) / count);
  }
}

function requireFinite(values: Float32Array, first: number, size: number): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new Error(`Sample ${first + Math.floor(at / size)} is not finite.`);
}

/** Images cut to [0, 1], which a Gaussian decoder's means can leave. */
function cutToRange(values: Float32Array): Float32Array {
  return values.map((value) => Math.min(Math.max(value, 0), 1));
}
