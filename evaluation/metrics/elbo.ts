import { elboEstimate } from '../measures/elbo.ts';
import { entropyOf, eachBlock, heldOutCount } from '../held-out.ts';
import { normalInterval } from '../measures/mean.ts';
import type { Estimate } from '../measures/mean.ts';
import type { Metric, MetricValue, Subject } from '../metric.ts';

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
    const count = heldOutCount(context);
    if (count < 2) return [];
    const parts = { negativeLogLikelihood: new Float32Array(count), kl: new Float32Array(count) };
    await eachBlock(context, 'test', count, async ({ x, start, watch }) => {
      const { negativeLogLikelihood, kl } = await subject.elbo(x, watch, start);
      parts.negativeLogLikelihood.set(negativeLogLikelihood, start);
      parts.kl.set(kl, start);
    });
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
    const entropy = entropyOf(subject.dataset, count);
    return [
      {
        ...figure('negative-elbo', 'Negative ELBO', estimate.negativeElbo),
        better: 'lower',
        note: `Mean over held-out examples, with one posterior draw for each.${greyNote(subject)}`,
        ...(entropy !== undefined && { floor: entropy }),
      },
      figure('negative-log-likelihood', 'Negative log-likelihood of reconstructions', estimate.negativeLogLikelihood),
      { ...figure('kl', 'KL from the prior', estimate.kl), bounds: { least: 0 } },
    ];
  },
};

/** Grey values are no outcomes of a Bernoulli likelihood, which the bound with several draws minds. */
function greyNote({ likelihood, dataset }: Subject): string {
  return likelihood === 'bernoulli' && dataset.shape.length > 1 ? ' Grey values count as probabilities.' : '';
}
