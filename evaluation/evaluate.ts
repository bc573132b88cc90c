import type { ExtractorSource, FeatureStore, Metric, MetricValue, Subject, Watch } from './metric.ts';
import { metrics } from './registry.ts';

export interface EvaluationOptions extends Watch {
  /** Samples to draw and real examples to compare with; limited to what the dataset holds. */
  readonly samples: number;
  /** Ids of the metrics to compute; all that apply by default. */
  readonly metrics?: readonly string[];
  /** Posterior draws for each example of an importance-weighted bound; without it few, and of some examples only. */
  readonly importance?: number;
  readonly extractors: ExtractorSource;
  /** Keeps features of the subject's dataset; without it they are made anew. */
  readonly store?: FeatureStore;
}

export interface EvaluationReport {
  /** In the order of the registry. A function of the subject and the options: equal ones give equal bits. */
  readonly values: readonly MetricValue[];
  /**
   * Seconds that each metric took, by its id. They are no part of the values, which are equal wherever they are made.
   * Samples and features are shared, and counted where they were first needed.
   */
  readonly costs: Readonly<Record<string, number>>;
}

/** Whether a metric can be computed: the game has the abilities, and the data is of the kind. */
export function isOffered(metric: Metric, { abilities, dataset }: Pick<Subject, 'abilities' | 'dataset'>): boolean {
  return metric.needs.every((ability) => abilities.has(ability)) && metric.applies(dataset);
}

/**
 * Computes every chosen metric that applies to the subject, one after another.
 *
 * @throws RangeError for an unknown metric. Rejects with the signal's reason once it is aborted.
 */
export async function evaluate(subject: Subject, options: EvaluationOptions): Promise<EvaluationReport> {
  const unknown = options.metrics?.find((id) => !metrics.some((metric) => metric.id === id));
  if (unknown !== undefined) {
    throw new RangeError(`No metric '${unknown}': there are ${metrics.map(({ id }) => id).join(', ')}`);
  }
  const chosen = metrics.filter(
    (metric) => options.metrics?.includes(metric.id) !== false && isOffered(metric, subject),
  );
  const { samples, importance, extractors, signal, store } = options;
  const values: MetricValue[] = [];
  const costs: Record<string, number> = {};
  let furthest = 0;
  for (const [done, metric] of chosen.entries()) {
    signal.throwIfAborted();
    // A metric with several passes tells the progress of each; the whole never goes back.
    const progress = (fraction: number) => {
      furthest = Math.max(furthest, (done + fraction) / chosen.length);
      options.progress(furthest);
    };
    const started = performance.now();
    const context = {
      subject,
      samples,
      ...(importance && { importance }),
      extractors,
      signal,
      progress,
      ...(store && { store }),
    };
    const figures = await metric.compute(context);
    values.push(...figures.map((figure) => ({ ...figure, group: metric.group })));
    costs[metric.id] = (performance.now() - started) / 1000;
    progress(1);
  }
  return { values, costs };
}
