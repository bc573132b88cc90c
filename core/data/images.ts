import { permutation } from '../random/stream.ts';
import type { Batch, Dataset, Split } from './dataset.ts';

/** Labelled images of one split. */
export interface ImageSet {
  /** `[count, ...shape]`, 0 to 255. */
  readonly pixels: Uint8Array;
  /** `[count]`. */
  readonly labels: Uint8Array;
}

/** f32 value of each byte. */
const unit = Float32Array.from({ length: 256 }, (_, value) => value / 255);

/**
 * A finite set of labelled images. It stays in memory as bytes (a quarter of f32) and is scaled to [0, 1] by batch.
 *
 * Example i of batch b is position p = b * size + i of an endless row of epochs: entry p mod N of a permutation that
 * is keyed by (seed, floor(p / N)). Every epoch has every example once, whatever the batch size.
 */
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
  const total = train.labels.length;
  const orderOf = epochOrders(total);

  const room = (count: number): Batch => ({
    x: new Float32Array(count * pixelsEach),
    labels: new Int32Array(count),
  });

  /** Puts the images that stand from `start` on in an order, which is that of the set itself unless told, into a batch. */
  function gather(set: ImageSet, start: number, count: number, into: Batch, at = 0, order?: Uint32Array): void {
    const { pixels, labels } = set;
    for (let i = 0; i < count; i++) {
      const index = order === undefined ? start + i : order[start + i]!;
      into.labels[at + i] = labels[index]!;
      const from = index * pixelsEach;
      const to = (at + i) * pixelsEach;
      for (let j = 0; j < pixelsEach; j++) into.x[to + j] = unit[pixels[from + j]!]!;
    }
  }

  return {
    id,
    shape,
    classes,
    count: (split) => sets[split].labels.length,
    batch(seed, index, size, into = room(size)) {
      for (let done = 0; done < size;) {
        const position = index * size + done;
        const epoch = Math.floor(position / total);
        const start = position - epoch * total;
        const count = Math.min(size - done, total - start);
        gather(train, start, count, into, done, orderOf(seed, epoch));
        done += count;
      }
      return into;
    },
    examples(split, start, count) {
      const set = sets[split];
      if (start < 0 || count < 0 || start + count > set.labels.length) {
        throw new RangeError(`${id} has ${set.labels.length} ${split} examples, not ${start} to ${start + count}`);
      }
      const into = room(count);
      gather(set, start, count, into);
      return into;
    },
  };
}

/** Permutations by (seed, epoch). The last two are kept: a batch may span two epochs. */
function epochOrders(total: number): (seed: number, epoch: number) => Uint32Array {
  const kept: { seed: number; epoch: number; order: Uint32Array }[] = [];
  return (seed, epoch) => {
    for (const entry of kept) if (entry.seed === seed && entry.epoch === epoch) return entry.order;
    const order = permutation(seed, 'epoch', epoch, total);
    kept.unshift({ seed, epoch, order });
    kept.length = Math.min(kept.length, 2);
    return order;
  };
}
