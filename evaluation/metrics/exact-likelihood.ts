import { eachBlock, entropyOf, heldOutCount } from '../held-out.ts';
import { mergeMoments, momentsOf } from '../linear-algebra/moments.ts';
import type { Moments } from '../linear-algebra/moments.ts';
import { linearGaussianLogDensity, probabilisticPca } from '../measures/linear-gaussian.ts';
import { meanOf, normalInterval } from '../measures/mean.ts';
import type { LinearGaussian, Metric, MetricContext } from '../metric.ts';
import { Pace } from '../pace.ts';

/** Values of an example above which the eigenvalues of their covariance would take too long. */
const mostValues = 128;

/** The likelihood itself, of a model whose decoder is linear and Gaussian. */
export const exactLikelihood: Metric = {
  id: 'exact-likelihood',
  label: 'Exact likelihood',
  help: 'How surprised a linear-Gaussian model is by held-out examples, in closed form: what its bounds are bounds on.',
  group: 'likelihood',
  cost: 'dear',
  needs: ['latent', 'decode', 'linearGaussian'],
  applies: () => true,
  async compute(context) {
    const { subject } = context;
    const count = heldOutCount(context);
    if (count < 2) return [];
    const model = await subject.linearGaussian();
    const { mean, standardError } = meanOf(await densities(context, model, count));
    const size = model.offset.length;
    const best = size <= mostValues && (await bestModel(context, model, count));
    const floor = best ? -meanOf(await densities(context, best, count)).mean : entropyOf(subject.dataset, count);
    return [
      {
        id: 'exact-nll',
        label: 'Exact negative log-likelihood',
        value: -mean,
        unit: 'nats',
        better: 'lower',
        counts: { real: count },
        interval: normalInterval(-mean, standardError),
        ...(floor !== undefined && { floor }),
        note: best
          ? 'In closed form. The floor is that of probabilistic PCA with as many latents and this noise, fitted to the training data.'
          : 'In closed form.',
      },
    ];
  },
};

async function densities(context: MetricContext, model: LinearGaussian, count: number): Promise<Float64Array> {
  const pace = new Pace(context.signal);
  const all = new Float64Array(count);
  await eachBlock(context, 'test', count, async ({ x, start }) => {
    all.set(await pace.run(linearGaussianLogDensity(model, x)), start);
  });
  return all;
}

/** Of models with as many latents and the same noise the likeliest for the training data. */
async function bestModel(context: MetricContext, { offset, weights, std }: LinearGaussian, count: number) {
  const parts: Moments[] = [];
  await eachBlock(context, 'train', Math.min(count, context.subject.dataset.count('train')), async ({ x }) => {
    parts.push(momentsOf(x, offset.length));
  });
  return probabilisticPca(parts.reduce(mergeMoments), weights.length / offset.length, std);
}
