import { eachBlock, heldOutCount } from '../held-out.ts';
import { agreements, proportionInterval } from '../measures/proportion.ts';
import type { Metric } from '../metric.ts';
import { hasClasses } from './cluster-figures.ts';
import { percentBounds } from '../figure-bounds.ts';

/** How often a model's own classifier is wrong. */
export const classification: Metric = {
  id: 'classification',
  label: 'Classification error',
  help: 'How often the model gives a held-out example the wrong class. With few labels in training, this is the semi-supervised error.',
  group: 'labels',
  cost: 'dear',
  needs: ['classify'],
  applies: hasClasses,
  async compute(context) {
    const count = heldOutCount(context);
    if (count < 1) return [];
    let hits = 0;
    await eachBlock(context, 'test', count, async ({ x, labels, watch }) => {
      hits += agreements(await context.subject.classify(x, watch), labels);
    });
    const [low, high] = proportionInterval(count - hits, count);
    return [
      {
        id: 'classification-error',
        label: 'Classification error',
        value: (100 * (count - hits)) / count,
        unit: '%',
        better: 'lower',
        counts: { real: count },
        bounds: percentBounds,
        interval: [100 * low, 100 * high],
      },
    ];
  },
};
