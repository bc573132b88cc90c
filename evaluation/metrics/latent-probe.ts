import { codesOf, heldOutCount } from '../held-out.ts';
import { linearClassifier } from '../measures/linear-classifier.ts';
import { agreements, proportionInterval } from '../measures/proportion.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { hasClasses } from './cluster-figures.ts';

/** Training codes that the classifier is fitted to: a round over 20 numbers of each takes some milliseconds. */
const mostTraining = 5000;

/** Whether classes can be told apart in latent space by planes (Alain and Bengio 2017, arXiv:1610.01644). */
export const latentProbe: Metric = {
  id: 'latent-probe',
  label: 'Linear classifier of codes',
  help: 'How often a linear classifier that is fitted to training codes and their labels tells the class of a held-out code.',
  group: 'representation',
  cost: 'dear',
  needs: ['encode'],
  applies: hasClasses,
  async compute(context) {
    const { dataset } = context.subject;
    const count = heldOutCount(context);
    const fitted = Math.min(context.samples, dataset.count('train'), mostTraining);
    if (count < 2 || fitted < dataset.classes) return [];
    const part = (from: number) => (f: number) => context.progress(from + f / 2);
    const training = await codesOf({ ...context, progress: part(0) }, 'train', fitted);
    const heldOut = await codesOf({ ...context, progress: part(0.5) }, 'test', count);
    const { dimension } = training;
    const classify = await new Pace(context.signal).run(
      linearClassifier(Float64Array.from(training.means), dimension, training.labels, dataset.classes),
    );
    const codes = Float64Array.from(heldOut.means);
    const told = Int32Array.from({ length: count }, (_, i) => classify(codes, i * dimension));
    const hits = agreements(told, heldOut.labels);
    const [low, high] = proportionInterval(hits, count);
    return [
      {
        id: 'latent-linear',
        label: 'Codes: accuracy of a linear classifier',
        value: (100 * hits) / count,
        unit: '%',
        better: 'higher',
        counts: { real: count },
        interval: [100 * low, 100 * high],
        note: `Softmax regression on ${fitted} training codes with their labels. It is no classifier of the model’s own.`,
      },
    ];
  },
};
