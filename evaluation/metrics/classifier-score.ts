import { hasClassifier } from '../extractors/classifiers.ts';
import { comparableCount, generatedFeatures, realFeatures } from '../features.ts';
import { classifierScore } from '../measures/classifier-score.ts';
import { normalInterval } from '../measures/mean.ts';
import { bootstrapStandardError } from '../measures/resampling.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { reference } from './distribution.ts';

/** How sure a classifier is of each sample's class, and how evenly the classes occur. */
export const classifierScoreMetric: Metric = {
  id: 'classifier-score',
  label: 'Classifier score',
  help: 'From 1 to the number of classes: high when each sample is clearly of one class and all classes occur. It does not see collapse within a class.',
  group: 'samples',
  cost: 'dear',
  needs: ['sample', 'latent'],
  applies: hasClassifier,
  async compute(context) {
    const extractor = await context.extractors(context.subject.dataset);
    const count = comparableCount(context);
    if (!extractor || extractor.classes === 0 || count < 2) return [];
    const { classes } = extractor;
    const { probabilities } = await generatedFeatures(context, extractor, count);
    const real = await realFeatures(context, extractor, 'test', count);
    const value = classifierScore(probabilities, classes);
    const error = await new Pace(context.signal).run(
      bootstrapStandardError('classifier-score', count, (rows) => classifierScore(probabilities, classes, rows)),
    );
    return [
      {
        id: 'classifier-score',
        label: 'Classifier score',
        value,
        better: 'higher',
        counts: { generated: count, real: count },
        floor: classifierScore(real.probabilities, classes),
        bounds: { least: 1, most: classes },
        interval: normalInterval(value, error, [1, classes]),
        extractor: reference(extractor),
        note: 'The Inception Score’s form with our own classifier. The floor is the score of real held-out images.',
      },
    ];
  },
};
