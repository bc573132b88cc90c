import type { Dataset, Split } from './dataset.ts';
import { finiteDataset } from './finite.ts';

/** Labelled images of one split. */
export interface ImageSet {
  /** `[count, ...shape]`, 0 to 255. */
  readonly pixels: Uint8Array;
  /** `[count]`. */
  readonly labels: Uint8Array;
}

/** f32 value of each byte. */
export const unit = Float32Array.from({ length: 256 }, (_, value) => value / 255);

/** A finite set of labelled images. It stays in memory as bytes (a quarter of f32) and is scaled to [0, 1] by batch. */
export function imageDataset(description: {
  readonly id: string;
  readonly shape: readonly number[];
  readonly classes: number;
  readonly train: ImageSet;
  readonly test: ImageSet;
}): Dataset {
  const { id, shape, classes, train, test } = description;
  const sets: Record<Split, ImageSet> = { train, test };
  const pixelsEach = shape.reduce((product, size) => product * size, 1);
  return finiteDataset({
    id,
    shape,
    classes,
    counts: { train: train.labels.length, test: test.labels.length },
    labelOf: (split, index) => sets[split].labels[index]!,
    draw(split, index, x, at) {
      const { pixels } = sets[split];
      const from = index * pixelsEach;
      const to = at * pixelsEach;
      for (let j = 0; j < pixelsEach; j++) x[to + j] = unit[pixels[from + j]!]!;
    },
  });
}
