import type { Dataset } from '../core/data/dataset.ts';
import type { Abilities } from '../core/methods/game.ts';
import type { FigureBounds } from './figure-bounds.ts';

/** The hold that a caller keeps on long work. */
export interface Watch {
  /** Stops the work, which rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Fraction done, 0 to 1. */
  progress(fraction: number): void;
}

/** Draws of the posterior with the numbers `first` to `first + count` of each example. */
export interface Draws {
  readonly first: number;
  readonly count: number;
  /** Number of the first example given, which its draws depend on; 0 when left out. */
  readonly example?: number;
}

/** What a metric measures: a trained game through its abilities, as plain arrays. */
export interface Subject {
  readonly abilities: ReadonlySet<keyof Abilities>;
  /** The family of p(x | z), where the method has one. */
  readonly likelihood?: Abilities['likelihood'];
  readonly dataset: Dataset;
  /** Samples `first` to `first + count` from the prior, `[count, ...shape]`; sample i is a function of (seed, i). */
  sample(count: number, watch?: Watch, first?: number): Promise<Float32Array>;
  /** Reconstructions of `[count, ...shape]` examples. @throws Error without the ability. */
  reconstruct(x: Float32Array, watch?: Watch): Promise<Float32Array>;
  /**
   * ELBO parts in nats for each example, with the first draw of each. @throws Error without the ability.
   *
   * @param example Number of the first example given, which its draw depends on.
   */
  elbo(
    x: Float32Array,
    watch?: Watch,
    example?: number,
  ): Promise<{ negativeLogLikelihood: Float32Array; kl: Float32Array }>;
  /** Posterior means, `[count, dimension]`. @throws Error without the ability. */
  encode(x: Float32Array, watch?: Watch): Promise<Float32Array>;
  /** Parameters of q(z | x), both `[count, dimension]`. @throws Error without the ability. */
  posterior(x: Float32Array, watch?: Watch): Promise<{ mean: Float32Array; logVariance: Float32Array }>;
  /**
   * log p(x, z) - log q(z | x) in nats, `[count, draws.count]`; draw k of example i is a function of (seed, i, k).
   *
   * @throws Error without the ability.
   */
  logWeights(x: Float32Array, draws: Draws, watch?: Watch): Promise<Float32Array>;
  /** Samples of the classes in `labels`, `[count, ...shape]`; with the latents of `sample`. @throws Error without the ability. */
  sampleClass(labels: Int32Array, watch?: Watch): Promise<Float32Array>;
  /** The likeliest class of each example. @throws Error without the ability. */
  classify(x: Float32Array, watch?: Watch): Promise<Int32Array>;
  /** The likeliest cluster of each example. @throws Error without the ability. */
  cluster(x: Float32Array, watch?: Watch): Promise<Int32Array>;
  /** Higher for what fits the training data less, `[count]`. @throws Error without the ability. */
  anomalyScore(x: Float32Array, watch?: Watch): Promise<Float32Array>;
  /** The model's parameters, where it is linear and Gaussian. @throws Error without the ability. */
  linearGaussian(): Promise<LinearGaussian>;
}

/** p(x) = N(offset, weights weights^T + std^2 I): a factor model. */
export interface LinearGaussian {
  /** `[size, dimension]` row-major. */
  readonly weights: Float64Array;
  /** `[size]` */
  readonly offset: Float64Array;
  readonly std: number;
}

export interface MetricContext extends Watch {
  readonly subject: Subject;
  /** Samples to draw, and real examples to compare with. */
  readonly samples: number;
  /** Posterior draws for each example of an importance-weighted bound; without it few, and of some examples only. */
  readonly importance?: number;
  readonly extractors: ExtractorSource;
  readonly store?: FeatureStore;
}

/** Keeps the features of one dataset's examples from one evaluation to the next. What it holds may vanish at any time. */
export interface FeatureStore {
  /** @param length of the values that were put: others are damaged, and not given. */
  get(key: string, length: number): Promise<Float32Array | undefined>;
  put(key: string, values: Float32Array): Promise<void>;
}

/** Maps examples to features; loaded once and shared between metrics. */
export interface Extractor {
  /** Names its weights, e.g. `lenet84-mnist`. */
  readonly id: string;
  /** Names its network in the ids of figures, e.g. `lenet84`. */
  readonly family: string;
  /** What a figure is measured in, for its label, e.g. `lenet84 features`. */
  readonly space: string;
  /** What a reader of its figures must know. */
  readonly remark: string;
  /** SHA-256 of its weights, part of every figure made with it. */
  readonly sha256: string;
  readonly features: number;
  /** Class probabilities of an example, 0 where it is no classifier; of several digits those of one after another. */
  readonly classes: number;
  /** `[count, ...shape]`, images in [0, 1], to features `[count, features]` and class probabilities `[count, classes]`. */
  run(x: Float32Array, count: number): Promise<{ features: Float32Array; probabilities: Float32Array }>;
}

/** The extractor that fits a dataset, or undefined when none does. */
export type ExtractorSource = (dataset: Dataset) => Promise<Extractor | undefined>;

/** One figure, published with all that is needed to trust it. */
export interface MetricValue {
  /** Stable name, e.g. `fid-lenet84`. */
  readonly id: string;
  readonly label: string;
  /** Of the metric that it is a figure of. */
  readonly group?: MetricGroup;
  readonly value: number;
  readonly unit?: string;
  readonly better: 'lower' | 'higher' | 'none';
  /** Values that it can have, where not every number. */
  readonly bounds?: FigureBounds;
  /** Examples on each side. */
  readonly counts: { readonly generated?: number; readonly real?: number };
  /** The same figure for real against held-out real (or for ideal samples) at the same counts. */
  readonly floor?: number;
  /** 95% interval, or mean -+ the spread over subsets. */
  readonly interval?: readonly [number, number];
  readonly extractor?: { readonly id: string; readonly sha256: string };
  /** What a reader must know, e.g. that the sample is small. */
  readonly note?: string;
}

/** What metrics measure. */
export const metricGroups = [
  'samples',
  'modes',
  'density',
  'likelihood',
  'reconstruction',
  'representation',
  'labels',
  'memorisation',
] as const;
export type MetricGroup = (typeof metricGroups)[number];

/** What a page needs to offer a metric: plain data. */
export interface MetricCard {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly group: MetricGroup;
  /** 'cheap' ones run often while training; 'dear' ones seldom, on request and at the end. */
  readonly cost: 'cheap' | 'dear';
}

/** A family of figures computed together. */
export interface Metric extends MetricCard {
  /** Abilities that a game must have. */
  readonly needs: readonly (keyof Abilities)[];
  /** Whether it makes sense for the data. */
  applies(dataset: Dataset): boolean;
  compute(context: MetricContext): Promise<readonly MetricValue[]>;
}
