import { codesOf, heldOutCount } from '../held-out.ts';
import { kMeans } from '../measures/k-means.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { clusterFigures, hasClasses } from './cluster-figures.ts';

/** Whether the classes are clusters in latent space, though no label was seen. */
export const latentClusters: Metric = {
  id: 'latent-clusters',
  label: 'Clusters of codes',
  help: 'Whether classes form clusters in latent space: held-out codes are clustered by k-means and compared with their labels.',
  group: 'representation',
  cost: 'dear',
  needs: ['encode'],
  applies: hasClasses,
  async compute(context) {
    const { classes } = context.subject.dataset;
    const count = heldOutCount(context);
    if (count < 2 * classes) return [];
    const pace = new Pace(context.signal);
    const { means, labels, dimension } = await codesOf(context, 'test', count);
    const clusters = await pace.run(kMeans(means, dimension, classes));
    return clusterFigures('latent-cluster', clusters, labels, pace, {
      title: 'Codes by k-means',
      note: `The tightest of several k-means with ${classes} clusters. They are no clusters of the model’s own.`,
    });
  },
};
