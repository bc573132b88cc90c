import type { Augment } from '../../spec/run-spec.ts';
import type { Values } from '../../spec/fields.ts';
import type { Batch, Dataset } from '../dataset.ts';
import type { AffineMap } from './affine.ts';
import { compose, isIdentity, resetMap } from './affine.ts';
import type { Alteration, Augmentation, Geometric } from './augmentation.ts';
import { isGeometric, sizeOf, uniformDraws } from './augmentation.ts';
import { augmentations } from './registry.ts';
import { resampler } from './resample.ts';

/**
 * Changes the first `count` examples of a batch in place, those of a second domain by the same draws. A pure function of
 * the seed and the number of the batch: a resumed run makes the same changes, whatever else it draws.
 */
export type Augmenter = (batch: Batch, count: number, seed: number, index: number) => void;

type Shapes = Pick<Dataset, 'shape' | 'pair'>;

interface Stage<A extends Augmentation = Augmentation> {
  readonly augmentation: A;
  readonly values: Values;
}

/** Makes the augmentations of a spec, which its schema has checked, for examples of these shapes. */
export function augmenterOf({ shape, pair }: Shapes, augment: Augment): Augmenter {
  const stages = augmentations.flatMap((augmentation): Stage[] => {
    const values = augment[augmentation.card.id];
    return values ? [{ augmentation, values }] : [];
  });
  const domains = (make: (shape: readonly number[]) => Alteration): Augmenter => {
    const [first, second] = [make(shape), pair && make(pair.shape)];
    return (batch, count, seed, index) => {
      first(batch.x, count, seed, index);
      if (second && batch.pair) second(batch.pair, count, seed, index);
    };
  };
  const geometric = stages.filter((stage): stage is Stage<Geometric> => isGeometric(stage.augmentation));
  const alterations = stages.flatMap(({ augmentation, values }) =>
    isGeometric(augmentation) ? [] : [domains((of) => augmentation.create(values, of))],
  );
  // What moves pixels comes first in the registry.
  const all = geometric.length > 0 ? [domains((of) => warp(geometric, of)), ...alterations] : alterations;
  return (batch, count, seed, index) => {
    for (const augmenter of all) augmenter(batch, count, seed, index);
  };
}

/** A dataset whose training batches are augmented, and nothing else of it. Without augmentations, the dataset itself. */
export function augmented(dataset: Dataset, augment: Augment | undefined): Dataset {
  if (augment === undefined) return dataset;
  const augmenter = augmenterOf(dataset, augment);
  return {
    ...dataset,
    batch(seed, index, size, into) {
      const batch = dataset.batch(seed, index, size, into);
      augmenter(batch, size, seed, index);
      return batch;
    },
  };
}

/** Moves the pixels of every example once, however many augmentations do; the frames of a sequence move together. */
function warp(stages: readonly Stage<Geometric>[], shape: readonly number[]): Alteration {
  const [height = 1, width = 1, channels = 1] = shape.slice(-3);
  const each = sizeOf(shape);
  const area = height * width * channels;
  const resample = resampler(height, width, channels);
  const map: AffineMap = new Float64Array(6);
  const change: AffineMap = new Float64Array(6);
  const parts = stages.map(({ augmentation, values }) => {
    const draws: Float32Array = new Float32Array();
    return { augmentation, values, draw: uniformDraws(augmentation.card.id, augmentation.drawsEach), draws };
  });
  return (x, count, seed, index) => {
    for (const part of parts) part.draws = part.draw(seed, index, count);
    for (let i = 0; i < count; i++) {
      resetMap(map);
      for (const { augmentation, values, draws } of parts) {
        resetMap(change);
        augmentation.place(change, values, draws, i * augmentation.drawsEach);
        compose(map, change);
      }
      if (isIdentity(map)) continue;
      for (let at = i * each; at < (i + 1) * each; at += area) resample(x, at, map);
    }
  };
}
