import { elboEstimate } from '../measures/elbo.ts';
import { meanOf, normalInterval } from '../measures/mean.ts';
import type { Estimate } from '../measures/mean.ts';
import type { Metric, MetricValue } from '../metric.ts';

/** The evidence lower bound on held-out examples, with its two parts. */
export const elbo: Metric = {
  id: 'elbo',
  label: 'Evidence lower bound',
  help: 'A bound on how surprised the model is by held-out examples, and its parts: reconstruction and pull to the prior.',
  group: 'likelihood',
  cost: 'dear',
  needs: ['elbo'],
  applies: () => true,
  async compute(context) {
    const { subject } = context;
    const { dataset } = subject;
    const count = Math.min(context.samples, dataset.count('test'));
    if (count < 2) return [];
    const { x } = dataset.examples('test', 0, count);
    const parts = await subject.elbo(x, context);
    const estimate = elboEstimate(parts.negativeLogLikelihood, parts.kl);
    const figure = (id: string, label: string, { mean, standardError }: Estimate): MetricValue => ({
      id,
      label,
      value: mean,
      unit: 'nats',
      better: 'none',
      counts: { real: count },
      interval: normalInterval(mean, standardError),
    });
    // No model can be less surprised, on average, than the true density.
    const entropy = dataset.logDensity && -meanOf(dataset.logDensity(x)).mean;
    return [
      {
        ...figure('negative-elbo', 'Negative ELBO', estimate.negativeElbo),
        better: 'lower',
        note: 'Mean over held-out examples, with one posterior draw for each.',
        ...(entropy !== undefined && { floor: entropy }),
      },
      figure('negative-log-likelihood', 'Negative log-likelihood of reconstructions', estimate.negativeLogLikelihood),
      figure('kl', 'KL from the prior', estimate.kl),
    ];
  },
};
