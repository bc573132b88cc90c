import { eachBlock, heldOutCount } from '../held-out.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { clusterFigures, hasClasses } from './cluster-figures.ts';

/** Whether the clusters that a method found are the true classes. */
export const clustering: Metric = {
  id: 'clustering',
  label: 'Clustering',
  help: 'How the clusters that the model found without labels agree with the true classes.',
  group: 'labels',
  cost: 'dear',
  needs: ['cluster'],
  applies: hasClasses,
  async compute(context) {
    const count = heldOutCount(context);
    if (count < 2) return [];
    const clusters = new Int32Array(count);
    const labels = new Int32Array(count);
    await eachBlock(context, 'test', count, async (block) => {
      clusters.set(await context.subject.cluster(block.x, block.watch), block.start);
      labels.set(block.labels, block.start);
    });
    return clusterFigures('cluster', clusters, labels, new Pace(context.signal), {
      title: 'The model’s clusters',
      note: 'The likeliest cluster of each example.',
    });
  },
};
