import { comparableCount, generatedFeatures, realFeatures } from '../features.ts';
import { mergeMoments, momentsOf } from '../linear-algebra/moments.ts';
import type { Moments } from '../linear-algebra/moments.ts';
import { frechetDistance, frechetStandardError } from '../measures/frechet-distance.ts';
import { normalInterval } from '../measures/mean.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { reference, hasFeatures, smallSampleNote } from './distribution.ts';

/** Groups of the jackknife: enough for an error good to a sixth. */
const groups = 20;

/** Eigenproblems grow with the cube: those of more features would keep messages waiting for a second each. */
const mostFeatures = 128;

/** Frechet distance between features of samples and of training images. */
export const fid: Metric = {
  id: 'fid',
  label: 'Frechet distance of features',
  help: 'How far samples are from real images, in mean and covariance of features, or of coordinates for points. Lower is better.',
  group: 'samples',
  cost: 'dear',
  needs: ['sample', 'latent'],
  applies: hasFeatures,
  async compute(context) {
    const extractor = await context.extractors(context.subject.dataset);
    const count = comparableCount(context);
    if (!extractor || extractor.features > mostFeatures || count < 2 * groups) return [];
    const pace = new Pace(context.signal);
    const inGroups = async ({ features }: { features: Float32Array }): Promise<Moments[]> => {
      const parts: Moments[] = [];
      for (let g = 0; g < groups; g++) {
        const [from, to] = [g, g + 1].map((k) => Math.floor((k * count) / groups) * extractor.features);
        parts.push(momentsOf(features.subarray(from, to), extractor.features));
        await pace.turn();
      }
      return parts;
    };
    const generated = await inGroups(await generatedFeatures(context, extractor, count));
    const train = await inGroups(await realFeatures(context, extractor, 'train', count));
    const test = await inGroups(await realFeatures(context, extractor, 'test', count));
    const reduced = [generated, train, test].map((parts) => parts.reduce(mergeMoments)) as [Moments, Moments, Moments];
    const value = frechetDistance(reduced[0], reduced[1]);
    await pace.turn();
    const floor = frechetDistance(reduced[2], reduced[1]);
    const error = await pace.run(frechetStandardError(generated, train));
    return [
      {
        id: `fid-${extractor.family}`,
        label: `FID in ${extractor.space}`,
        value,
        better: 'lower',
        counts: { generated: count, real: count },
        floor,
        bounds: { least: 0 },
        interval: normalInterval(value, error, [0, Infinity]),
        extractor: reference(extractor),
        note: `${extractor.remark}${smallSampleNote(count)}`,
      },
    ];
  },
};
