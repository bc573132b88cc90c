import { codesOf, heldOutCount } from '../held-out.ts';
import { pointSet } from '../linear-algebra/pair-distances.ts';
import { nearestLabels } from '../measures/nearest-labels.ts';
import { agreements, proportionInterval } from '../measures/proportion.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { hasClasses } from './cluster-figures.ts';
import { percentBounds } from '../figure-bounds.ts';

/** Training codes for each held-out one: with all 10,000 digits held out, these are all 60,000 to train with. */
const referencesEach = 6;

/** Whether codes that lie together are of one class: the protocol of BiGAN (Donahue et al. 2017, section 4.2). */
export const latentNeighbours: Metric = {
  id: 'latent-neighbours',
  label: 'Nearest neighbours of codes',
  help: 'How often a held-out code has the class of the training code nearest to it: whether the latent space keeps classes apart.',
  group: 'representation',
  cost: 'dear',
  needs: ['encode'],
  applies: hasClasses,
  async compute(context) {
    const count = heldOutCount(context);
    const among = Math.min(referencesEach * count, context.subject.dataset.count('train'));
    if (count < 2) return [];
    const part = (from: number) => (f: number) => context.progress(from + f / 3);
    const queries = await codesOf({ ...context, progress: part(0) }, 'test', count);
    const references = await codesOf({ ...context, progress: part(1 / 3) }, 'train', among);
    const nearest = await nearestLabels(
      pointSet(queries.means, queries.dimension),
      pointSet(references.means, references.dimension),
      references.labels,
      new Pace(context.signal),
      part(2 / 3),
    );
    const hits = agreements(nearest, queries.labels);
    const [low, high] = proportionInterval(hits, count);
    return [
      {
        id: 'latent-1nn',
        label: 'Codes: accuracy of the nearest neighbour',
        value: (100 * hits) / count,
        unit: '%',
        better: 'higher',
        counts: { real: count },
        bounds: percentBounds,
        interval: [100 * low, 100 * high],
        note: `The class of the nearest of ${among} training codes in Euclidean distance. It is no class of the model’s own.`,
      },
    ];
  },
};
