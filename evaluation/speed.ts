import type { Dataset } from '../core/data/dataset.ts';
import { featuresOf } from './features.ts';
import { momentsOf } from './linear-algebra/moments.ts';
import { pointSet } from './linear-algebra/pair-distances.ts';
import { fastestProcessor } from './linear-algebra/row-products.ts';
import { frechetDistance } from './measures/frechet-distance.ts';
import { kernelInceptionDistance } from './measures/kernel-inception-distance.ts';
import { ballsAround, precisionRecall } from './measures/precision-recall.ts';
import { subset } from './measures/resampling.ts';
import type { Extractor } from './metric.ts';
import { subsets, subsetSize } from './metrics/kid.ts';
import { Pace } from './pace.ts';

/** What is timed, in this order: features of one set, then each distance between two sets of features. */
export const timedTasks = ['features', 'FID', 'precision, recall, density, coverage', 'KID'] as const;
type Task = (typeof timedTasks)[number];

/** One run of a task. */
export interface EvaluationTiming {
  readonly task: Task;
  /** Milliseconds since the epoch, by which it can be found in what others measured meanwhile. */
  readonly startedAt: number;
  readonly seconds: number;
}

export interface SpeedOptions {
  /** Examples on each side, at most what both splits hold. */
  readonly samples: number;
  /** Times that everything is done. */
  readonly rounds: number;
  /** Ends it with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Times the comparison of a dataset's training examples with its held-out ones on the current backend. The distances are
 * those that the metrics take, without floors and intervals.
 */
export async function timeEvaluation(
  dataset: Dataset,
  extractor: Extractor,
  { samples, rounds, signal }: SpeedOptions,
): Promise<readonly EvaluationTiming[]> {
  const count = Math.min(samples, dataset.count('train'), dataset.count('test'));
  const { features: dimension } = extractor;
  const pace = new Pace(signal);
  const watch = { signal, progress: () => undefined };
  const timings: EvaluationTiming[] = [];
  const time = async <T>(task: Task, work: () => Promise<T>): Promise<T> => {
    const [startedAt, start] = [Date.now(), performance.now()];
    const result = await work();
    timings.push({ task, startedAt, seconds: (performance.now() - start) / 1000 });
    return result;
  };
  for (let round = 0; round < rounds; round++) {
    const { features: x } = await time('features', () => featuresOf(dataset, 'test', count, extractor, watch));
    const { features: y } = await time('features', () => featuresOf(dataset, 'train', count, extractor, watch));
    await time('FID', async () => frechetDistance(momentsOf(x, dimension), momentsOf(y, dimension)));
    await time('precision, recall, density, coverage', async () => {
      const [generated, real] = [pointSet(x, dimension), pointSet(y, dimension)];
      return precisionRecall(await ballsAround(generated, pace), await ballsAround(real, pace), pace);
    });
    await time('KID', async () => {
      const size = Math.min(subsetSize, Math.floor(count / 2));
      const pairs = Array.from(
        { length: subsets },
        (_, i) => [subset('generated', i, count, size), subset('real', i, count, size)] as const,
      );
      return pace.run(kernelInceptionDistance(x, y, dimension, pairs, await fastestProcessor()));
    });
  }
  return timings;
}
