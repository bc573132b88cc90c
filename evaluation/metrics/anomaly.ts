import { eachBlock, heldOutCount } from '../held-out.ts';
import { normalInterval } from '../measures/mean.ts';
import { Ranking } from '../measures/ranking.ts';
import { bootstrapStandardError } from '../measures/resampling.ts';
import type { Metric, MetricValue } from '../metric.ts';
import { Pace } from '../pace.ts';

/** How well a model that was trained on what is normal tells what is not. */
export const anomaly: Metric = {
  id: 'anomaly',
  label: 'Anomaly detection',
  help: 'How well the model’s anomaly score tells held-out examples with a lesion from healthy ones.',
  group: 'labels',
  cost: 'dear',
  needs: ['anomalyScore'],
  applies: ({ lesions }) => lesions !== undefined,
  async compute(context) {
    const count = heldOutCount(context);
    const scores = new Float32Array(count);
    const labels = new Int32Array(count);
    await eachBlock(context, 'test', count, async ({ x, labels: part, start, watch }) => {
      scores.set(await context.subject.anomalyScore(x, watch), start);
      labels.set(part, start);
    });
    const positives = labels.reduce((sum, label) => sum + label, 0);
    if (positives === 0 || positives === count) return [];
    const ranking = new Ranking(scores, labels);
    const pace = new Pace(context.signal);
    const weights = new Float64Array(count);
    const figure = async (id: string, label: string, note: string, of: (w?: Float64Array) => number) => {
      const error = await pace.run(
        bootstrapStandardError('anomaly', count, (rows) => {
          weights.fill(0);
          for (const row of rows) weights[row]!++;
          return of(weights);
        }),
      );
      const value = of();
      const interval = normalInterval(value, error, [0, 1]);
      const bounds = { least: 0, most: 1 };
      return {
        id,
        label,
        value,
        better: 'higher',
        bounds,
        counts: { real: count },
        interval,
        note,
      } satisfies MetricValue;
    };
    const share = positives / count;
    return [
      await figure('anomaly-auroc', 'Anomalies: area under the ROC curve', 'Guessing gives 0.5.', (w) =>
        ranking.auroc(w),
      ),
      await figure(
        'anomaly-auprc',
        'Anomalies: average precision',
        `Guessing gives the share of anomalies, ${share.toPrecision(3)}.`,
        (w) => ranking.averagePrecision(w),
      ),
    ];
  },
};
