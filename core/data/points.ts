import type { Batch, Dataset, Split } from './dataset.ts';

/** Seed of the fixed order of examples; the streams' names keep it apart from a run with the same seed. */
const examplesSeed = 0;

/** Fills a batch with the examples from `start` on: example i depends on the seed, the stream, the step and i only. */
export type Sampler = (seed: number, step: number, start: number, into: Batch) => void;

export interface PointDataset extends Pick<
  Dataset,
  'id' | 'classes' | 'modes' | 'logDensity' | 'cellMasses' | 'extent'
> {
  /** Makes the sampler of a stream (see core/random), which derives the names of its own streams from it. */
  readonly sampler: (stream: string) => Sampler;
}

/** A dataset of points in the plane drawn on demand: batches by the run's seed, examples by a fixed one. */
export function pointDataset({ sampler, ...rest }: PointDataset): Dataset {
  const batches = sampler('data');
  const splits: Record<Split, Sampler> = { train: sampler('examples/train'), test: sampler('examples/test') };
  const room = (count: number): Batch => ({
    x: new Float32Array(2 * count),
    labels: new Int32Array(rest.classes > 0 ? count : 0),
  });
  return {
    ...rest,
    shape: [2],
    count: () => Infinity,
    batch(seed, index, size, into = room(size)) {
      batches(seed, index, 0, into);
      return into;
    },
    examples(split, start, count) {
      const into = room(count);
      splits[split](examplesSeed, 0, start, into);
      return into;
    },
  };
}
