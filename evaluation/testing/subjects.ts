/** Subjects and extractors of the tests: small, exact, without networks. */
import type { Dataset } from '../../core/data/dataset.ts';
import type { Abilities } from '../../core/methods/game.ts';
import { normal } from '../../core/random/stream.ts';
import type { Extractor, ExtractorSource, MetricContext, Subject } from '../metric.ts';

const side = 2;
const size = side * side;

/** Images of four standard normal pixels plus 0.5, scaled by 0.1; 600 to train and 500 held out. */
export function noiseImages(): Dataset {
  const counts = { train: 600, test: 500 };
  return {
    id: 'noise',
    shape: [side, side, 1],
    classes: 4,
    count: (split) => counts[split],
    batch: () => {
      throw new Error('Evaluation draws no training batch.');
    },
    examples: (split, start, count) => ({ x: pixels(split, start, count), labels: new Int32Array(count) }),
  };
}

/** Pixels 0.5 + 0.1 N(0, 1) of a named stream. */
export function pixels(name: string, start: number, count: number, shift = 0): Float32Array {
  return normal(1, `test/${name}`, 0, count * size, start * size).map((e) => 0.5 + shift + 0.1 * e);
}

/** A subject with some abilities, each of which is the method of the same name. */
export function subjectWith(dataset: Dataset, methods: Partial<Omit<Subject, 'abilities' | 'dataset'>>): Subject {
  const missing = () => Promise.reject(new Error('no such ability'));
  return {
    abilities: new Set(['latent', ...(Object.keys(methods) as (keyof Abilities)[])]),
    dataset,
    sample: missing,
    reconstruct: missing,
    elbo: missing,
    encode: missing,
    posterior: missing,
    logWeights: missing,
    sampleClass: missing,
    classify: missing,
    cluster: missing,
    anomalyScore: missing,
    linearGaussian: missing,
    ...methods,
  };
}

/** A subject that samples given points: the first so many. */
export function sampling(dataset: Dataset, sample: (count: number) => Float32Array): Subject {
  const width = dataset.shape.reduce((product, length) => product * length, 1);
  return subjectWith(dataset, {
    sample: async (count, _, first = 0) => sample(first + count).slice(first * width),
  });
}

/** Pixels as features, and as probabilities of four classes the pixels' shares of their sum. */
export function pixelExtractor(): Extractor & { readonly seen: Float32Array[] } {
  const seen: Float32Array[] = [];
  return {
    id: 'pixels-test',
    family: 'pixels',
    space: 'pixels',
    remark: 'Of pixels.',
    sha256: 'none',
    features: size,
    classes: size,
    seen,
    async run(x) {
      seen.push(x);
      const probabilities = x.map((value, i) => {
        const row = x.subarray(i - (i % size), i - (i % size) + size);
        return value / row.reduce((sum, v) => sum + v, 0);
      });
      return { features: x.slice(), probabilities };
    },
  };
}

/** A context that nobody watches. */
export function contextOf(subject: Subject, samples: number, extractor?: Extractor): MetricContext {
  const extractors: ExtractorSource = async () => extractor;
  return {
    subject,
    samples,
    extractors,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}
