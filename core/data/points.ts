import type { Batch, Dataset, Split } from './dataset.ts';

/** Seed of the fixed order of examples; the streams' names keep it apart from a run with the same seed. */
const examplesSeed = 0;

/** Names the draws of examples: (seed, stream, step) as in core/random; a sampler derives its streams from `stream`. */
export interface Draw {
  readonly seed: number;
  readonly stream: string;
  readonly step: number;
}

/** Gives examples `[start, start + count)` of a draw: example i depends on the draw and i only. */
export type Sampler = (draw: Draw, start: number, count: number) => Batch;

/** A dataset of points in the plane drawn on demand: batches by the run's seed, examples by a fixed one. */
export function pointDataset(
  description: Pick<Dataset, 'id' | 'classes' | 'modes' | 'logDensity' | 'extent'> & { readonly sample: Sampler },
): Dataset {
  const { sample, ...rest } = description;
  return {
    ...rest,
    shape: [2],
    count: () => Infinity,
    batch: (seed, index, size) => sample({ seed, stream: 'data', step: index }, 0, size),
    examples: (split: Split, start, count) =>
      sample({ seed: examplesSeed, stream: `examples/${split}`, step: 0 }, start, count),
  };
}
