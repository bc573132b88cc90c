import { permutation } from '../random/stream.ts';
import type { Batch, Dataset, Split } from './dataset.ts';

interface FiniteDescription extends Pick<
  Dataset,
  'id' | 'shape' | 'classes' | 'pair' | 'factors' | 'lesions' | 'digits'
> {
  readonly counts: Readonly<Record<Split, number>>;
  /** Writes example `index` of a split, its label with it, as row `at` of a batch. Every value of the row is written. */
  draw(split: Split, index: number, into: Batch, at: number): void;
  /** Writes the second domain of example `index` as row `at` of `into`; where there is a `pair`. */
  drawPair?(split: Split, index: number, into: Float32Array, at: number): void;
}

/** Values of one example. */
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/**
 * A finite set of examples that are written when they are asked for.
 *
 * Example i of batch b is position p = b * size + i of an endless row of epochs: entry p mod N of a permutation that
 * is keyed by (seed, floor(p / N)). Every epoch has every example once, whatever the batch size. A second domain that
 * is not matched has permutations of its own.
 */
export function finiteDataset(description: FiniteDescription): Dataset {
  const { counts, draw, drawPair, ...rest } = description;
  const { id, shape, classes, pair } = rest;
  const total = counts.train;
  const orderOf = epochOrders('epoch', total);
  const pairOrderOf = pair?.matched ? orderOf : epochOrders('epoch/pair', total);

  const room = (count: number): Batch => ({
    x: new Float32Array(count * sizeOf(shape)),
    labels: new Int32Array(classes > 0 ? count : 0),
    ...(pair && { pair: new Float32Array(count * sizeOf(pair.shape)) }),
  });

  return {
    ...rest,
    count: (split) => counts[split],
    batch(seed, index, size, into = room(size)) {
      for (let done = 0; done < size;) {
        const position = index * size + done;
        const epoch = Math.floor(position / total);
        const start = position - epoch * total;
        const count = Math.min(size - done, total - start);
        const order = orderOf(seed, epoch);
        const pairOrder = drawPair && into.pair ? pairOrderOf(seed, epoch) : order;
        for (let i = start; i < start + count; i++) {
          const at = done + i - start;
          draw('train', order[i]!, into, at);
          if (drawPair && into.pair) drawPair('train', pairOrder[i]!, into.pair, at);
        }
        done += count;
      }
      return into;
    },
    examples(split, start, count) {
      checkRange(id, split, counts[split], start, count);
      const into = room(count);
      for (let i = 0; i < count; i++) {
        draw(split, start + i, into, i);
        if (drawPair && into.pair) drawPair(split, start + i, into.pair, i);
      }
      return into;
    },
  };
}

/** @throws RangeError when examples `[start, start + count)` are not all among `total`. */
export function checkRange(id: string, split: Split, total: number, start: number, count: number): void {
  if (start < 0 || count < 0 || start + count > total) {
    throw new RangeError(`${id} has ${total} ${split} examples, not ${start} to ${start + count}`);
  }
}

/** Permutations by (seed, epoch). The last two are kept: a batch may span two epochs. */
function epochOrders(stream: string, total: number): (seed: number, epoch: number) => Uint32Array {
  const kept: { seed: number; epoch: number; order: Uint32Array }[] = [];
  return (seed, epoch) => {
    for (const entry of kept) if (entry.seed === seed && entry.epoch === epoch) return entry.order;
    const order = permutation(seed, stream, epoch, total);
    kept.unshift({ seed, epoch, order });
    kept.length = Math.min(kept.length, 2);
    return order;
  };
}
