import { eachBlock, heldOutCount } from '../held-out.ts';
import { meanOf, normalInterval } from '../measures/mean.ts';
import { peakSignalToNoise, reconstructionErrors } from '../measures/reconstruction-error.ts';
import { structuralSimilarities, windowSide } from '../measures/structural-similarity.ts';
import type { Metric, MetricValue } from '../metric.ts';
import { Pace } from '../pace.ts';
import { boundsOf } from '../figure-bounds.ts';

/** How well held-out examples survive encoding and decoding. */
export const reconstruction: Metric = {
  id: 'reconstruction',
  label: 'Reconstruction error',
  help: 'How held-out examples differ from their reconstructions: squared error over pixels, as a signal-to-noise ratio, and in local structure.',
  group: 'reconstruction',
  cost: 'dear',
  needs: ['reconstruct'],
  applies: () => true,
  async compute(context) {
    const { shape } = context.subject.dataset;
    const count = heldOutCount(context);
    if (count < 2) return [];
    const pace = new Pace(context.signal);
    const [height = 0, width = 0, channels = 0] = shape.length === 3 ? shape : [];
    const windowed = Math.min(height, width) >= windowSide;
    const errors = new Float64Array(count);
    const similarities = new Float64Array(count);
    await eachBlock(context, 'test', count, async ({ x, start, rows, watch }) => {
      const rebuilt = await context.subject.reconstruct(x, watch);
      errors.set(reconstructionErrors(x, rebuilt, x.length / rows), start);
      if (!windowed) return;
      // A Gaussian decoder's means can leave the range of a picture.
      const shown = rebuilt.map((value) => Math.min(Math.max(value, 0), 1));
      similarities.set(await pace.run(structuralSimilarities(x, shown, [height, width, channels])), start);
    });
    const figure = (values: Float64Array, limits: readonly [number, number]) => {
      const { mean, standardError } = meanOf(values);
      const interval = normalInterval(mean, standardError, limits);
      return { value: mean, bounds: boundsOf(limits), counts: { real: count }, interval };
    };
    const ratios = errors.map(peakSignalToNoise);
    return [
      {
        id: 'reconstruction-mse',
        label: 'Reconstruction error (MSE)',
        better: 'lower',
        ...figure(errors, [0, Infinity]),
      },
      ...(shape.length > 1 && ratios.every(Number.isFinite)
        ? [
            {
              id: 'reconstruction-psnr',
              label: 'Peak signal-to-noise ratio',
              unit: 'dB',
              better: 'higher',
              ...figure(ratios, [-Infinity, Infinity]),
              note: 'Mean over images of the ratio of each; the peak is 1.',
            } satisfies MetricValue,
          ]
        : []),
      ...(windowed
        ? [
            {
              id: 'reconstruction-ssim',
              label: 'Structural similarity (SSIM)',
              better: 'higher',
              ...figure(similarities, [-1, 1]),
              note: 'Wang et al. 2004, with a Gaussian window of 11 x 11.',
            } satisfies MetricValue,
          ]
        : []),
    ];
  },
};
