import { meanOf, normalInterval } from '../measures/mean.ts';
import { reconstructionErrors } from '../measures/reconstruction-error.ts';
import type { Metric } from '../metric.ts';

/** How well held-out examples survive encoding and decoding. */
export const reconstruction: Metric = {
  id: 'reconstruction',
  label: 'Reconstruction error',
  help: 'Squared difference between held-out examples and their reconstructions, averaged over pixels.',
  group: 'reconstruction',
  cost: 'dear',
  needs: ['reconstruct'],
  applies: () => true,
  async compute(context) {
    const { subject } = context;
    const { dataset } = subject;
    const count = Math.min(context.samples, dataset.count('test'));
    if (count < 2) return [];
    const { x } = dataset.examples('test', 0, count);
    const errors = reconstructionErrors(x, await subject.reconstruct(x, context), x.length / count);
    const { mean, standardError } = meanOf(errors);
    return [
      {
        id: 'reconstruction-mse',
        label: 'Reconstruction error (MSE)',
        value: mean,
        better: 'lower',
        counts: { real: count },
        interval: normalInterval(mean, standardError, [0, Infinity]),
      },
    ];
  },
};
