import type { Dataset } from '../../../core/data/dataset.ts';
import type { Extractor } from '../../metric.ts';
import { correctlyClassified } from './train-classifier.ts';

/** Share of a dataset's whole test set that a classifier names correctly. */
export async function testAccuracy(extractor: Extractor, dataset: Dataset): Promise<number> {
  const count = dataset.count('test');
  const { x, labels } = dataset.examples('test', 0, count);
  const { probabilities } = await extractor.run(x, count);
  return correctlyClassified(probabilities, labels) / count;
}
