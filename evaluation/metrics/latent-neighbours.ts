import { codesOf } from '../held-out.ts';
import { nearestLabels } from '../measures/nearest-labels.ts';
import { agreements, proportionInterval } from '../measures/proportion.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { hasClasses } from './cluster-figures.ts';
import { percentBounds } from '../figure-bounds.ts';

/** Held-out codes that are classified: enough for an interval of two points. */
const mostQueries = 2000;
/** Training codes that neighbours are looked for among. */
const mostReferences = 10_000;

/** Whether codes that lie together are of one class. */
export const latentNeighbours: Metric = {
  id: 'latent-neighbours',
  label: 'Nearest neighbours of latent codes',
  help: 'How often a held-out code has the class of the training code nearest to it: whether the latent space keeps classes apart.',
  group: 'representation',
  cost: 'dear',
  needs: ['encode'],
  applies: hasClasses,
  async compute(context) {
    const { dataset } = context.subject;
    const count = Math.min(context.samples, dataset.count('test'), mostQueries);
    const among = Math.min(context.samples, dataset.count('train'), mostReferences);
    if (count < 2) return [];
    const part = (from: number) => (f: number) => context.progress(from + f / 2);
    const queries = await codesOf({ ...context, progress: part(0) }, 'test', count);
    const references = await codesOf({ ...context, progress: part(0.5) }, 'train', among);
    const nearest = await new Pace(context.signal).run(
      nearestLabels(queries.means, references.means, references.labels, queries.dimension),
    );
    const hits = agreements(nearest, queries.labels);
    const [low, high] = proportionInterval(hits, count);
    return [
      {
        id: 'latent-1nn',
        label: 'Nearest-neighbour accuracy of codes',
        value: (100 * hits) / count,
        unit: '%',
        better: 'higher',
        counts: { real: count },
        bounds: percentBounds,
        interval: [100 * low, 100 * high],
        note: `The nearest of ${among} training codes in Euclidean distance.`,
      },
    ];
  },
};
