import { comparableCount, generatedFeatures, onceFor, realFeatures } from '../features.ts';
import { fastestProcessor } from '../linear-algebra/row-products.ts';
import { kernelInceptionDistance } from '../measures/kernel-inception-distance.ts';
import { subset } from '../measures/resampling.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { reference, hasFeatures } from './distribution.ts';

/** As in the reference implementations: 100 subsets of 1,000. */
export const subsets = 100;
export const subsetSize = 1000;
/** The floor is a mean near zero, which fewer subsets give as well. */
const floorSubsets = 20;

/** Kernel Inception Distance between features of samples and of training images. */
export const kid: Metric = {
  id: 'kid',
  label: 'Kernel distance of features',
  help: 'How far samples are from real images, by a kernel on features. Unbiased: it needs fewer samples than FID.',
  group: 'samples',
  cost: 'dear',
  needs: ['sample', 'latent'],
  applies: hasFeatures,
  async compute(context) {
    const extractor = await context.extractors(context.subject.dataset);
    const count = comparableCount(context);
    // Subsets of at most half: larger ones would be so alike that their spread would mean nothing.
    const size = Math.min(subsetSize, Math.floor(count / 2));
    if (!extractor || size < 2) return [];
    const pace = new Pace(context.signal);
    const processor = await fastestProcessor();
    const generated = await generatedFeatures(context, extractor, count);
    const train = await realFeatures(context, extractor, 'train', count);
    function* pairs(side: string, repeats: number, from: number) {
      for (let i = 0; i < repeats; i++) {
        context.progress((from + i) / (subsets + floorSubsets));
        yield [subset(side, i, count, size), subset('real', i, count, size)] as const;
      }
    }
    const distance = (x: Float32Array, chosen: ReturnType<typeof pairs>) =>
      pace.run(kernelInceptionDistance(x, train.features, extractor.features, chosen, processor));
    const { mean, std } = await distance(generated.features, pairs('generated', subsets, 0));
    const floor = await onceFor(context.subject.dataset, `kid/${extractor.sha256}/${count}`, async () => {
      const test = await realFeatures(context, extractor, 'test', count);
      return distance(test.features, pairs('held-out', floorSubsets, subsets));
    });
    return [
      {
        id: `kid-${extractor.family}`,
        label: `KID in ${extractor.space}`,
        value: mean,
        better: 'lower',
        counts: { generated: count, real: count },
        floor: floor.mean,
        interval: [mean - std, mean + std],
        extractor: reference(extractor),
        note: `${extractor.remark} Mean and standard deviation over ${subsets} subsets of ${size}; small negative values are valid.`,
      },
    ];
  },
};
