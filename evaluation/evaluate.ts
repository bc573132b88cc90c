import type { ExtractorSource, MetricValue, Subject, Watch } from './metric.ts';
import { metrics } from './registry.ts';

export interface EvaluationOptions extends Watch {
  /** Samples to draw and real examples to compare with; limited to what the dataset holds. */
  readonly samples: number;
  /** Ids of the metrics to compute; all that apply by default. */
  readonly metrics?: readonly string[];
  readonly extractors: ExtractorSource;
}

/**
 * Computes every chosen metric that applies to the subject, one after another.
 *
 * @throws RangeError for an unknown metric. Rejects with the signal's reason once it is aborted.
 */
export async function evaluate(subject: Subject, options: EvaluationOptions): Promise<readonly MetricValue[]> {
  const unknown = options.metrics?.find((id) => !metrics.some((metric) => metric.id === id));
  if (unknown !== undefined) {
    throw new RangeError(`No metric '${unknown}': there are ${metrics.map(({ id }) => id).join(', ')}`);
  }
  const chosen = metrics.filter(
    (metric) => options.metrics?.includes(metric.id) !== false && metric.applies(subject.abilities, subject.dataset),
  );
  const { samples, extractors, signal } = options;
  const values: MetricValue[] = [];
  for (const [done, metric] of chosen.entries()) {
    signal.throwIfAborted();
    const progress = (fraction: number) => options.progress((done + fraction) / chosen.length);
    values.push(...(await metric.compute({ subject, samples, extractors, signal, progress })));
    progress(1);
  }
  return values;
}
