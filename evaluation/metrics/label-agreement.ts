import { hasClassifier } from '../extractors/classifiers.ts';
import { likeliest, agreements, proportionInterval } from '../measures/proportion.ts';
import type { Extractor, Metric, MetricContext } from '../metric.ts';
import { Pace } from '../pace.ts';
import { hasClasses } from './cluster-figures.ts';
import { reference } from './distribution.ts';
import { percentBounds } from '../figure-bounds.ts';

/** Images in one call of the classifier. */
const chunk = 200;

/** Whether samples of a class are of that class. */
export const labelAgreement: Metric = {
  id: 'label-agreement',
  label: 'Label agreement',
  help: 'How often a classifier gives a sample the class that was asked for. The floor is its accuracy on real held-out images.',
  group: 'labels',
  cost: 'dear',
  needs: ['latent', 'sampleClass'],
  applies: (dataset) => hasClassifier(dataset) && hasClasses(dataset),
  async compute(context) {
    const { subject } = context;
    const { dataset } = subject;
    const extractor = await context.extractors(dataset);
    const count = Math.min(context.samples, dataset.count('test'));
    if (extractor?.classes !== dataset.classes || count < 1) return [];
    const asked = Int32Array.from({ length: count }, (_, i) => i % dataset.classes);
    const watch = { signal: context.signal, progress: (f: number) => context.progress(f / 3) };
    const samples = await subject.sampleClass(asked, watch);
    const real = dataset.examples('test', 0, count);
    const hits = agreements(await classesOf(extractor, samples, count, context, 1 / 3), asked);
    const ideal = agreements(await classesOf(extractor, real.x, count, context, 2 / 3), real.labels);
    const [low, high] = proportionInterval(hits, count);
    return [
      {
        id: 'label-agreement',
        label: 'Label agreement',
        value: (100 * hits) / count,
        unit: '%',
        better: 'higher',
        counts: { generated: count, real: count },
        floor: (100 * ideal) / count,
        bounds: percentBounds,
        interval: [100 * low, 100 * high],
        extractor: reference(extractor),
        note: 'Classes in turn. The floor is the classifier’s accuracy on real held-out images.',
      },
    ];
  },
};

/** The classifier's classes of images, cut to [0, 1]. */
async function classesOf(
  extractor: Extractor,
  images: Float32Array,
  count: number,
  { signal, progress }: MetricContext,
  from: number,
): Promise<Int32Array> {
  const pace = new Pace(signal);
  const size = images.length / count;
  const classes = new Int32Array(count);
  for (let start = 0; start < count; start += chunk) {
    await pace.turn();
    const rows = Math.min(chunk, count - start);
    const x = images.slice(start * size, (start + rows) * size).map((value) => Math.min(Math.max(value, 0), 1));
    const { probabilities } = await extractor.run(x, rows);
    classes.set(likeliest(probabilities, extractor.classes), start);
    progress(from + (start + rows) / count / 3);
  }
  return classes;
}
