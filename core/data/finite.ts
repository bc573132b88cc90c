import { permutation } from '../random/stream.ts';
import type { Batch, Dataset, Split } from './dataset.ts';

interface FiniteDescription extends Pick<
  Dataset,
  'id' | 'shape' | 'classes' | 'pair' | 'factors' | 'lesions' | 'digits'
> {
  readonly counts: Readonly<Record<Split, number>>;
  /** Writes example `index` of a split as row `at` of `x`. Every value of the row is written. */
  draw(split: Split, index: number, x: Float32Array, at: number): void;
  /** Class of example `index` of a split; where there are classes. */
  labelOf?(split: Split, index: number): number;
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
 * is not matched has permutations of its own; it is drawn once it is read, for most methods never look at it.
 */
export function finiteDataset(description: FiniteDescription): Dataset {
  const { counts, draw, drawPair, labelOf, ...rest } = description;
  const { id, shape, classes, pair } = rest;
  const total = counts.train;
  const orderOf = epochOrders('epoch', total);
  const pairOrderOf = pair?.matched ? orderOf : epochOrders('epoch/pair', total);

  const room = (count: number): Batch => {
    const arrays = { x: new Float32Array(count * sizeOf(shape)), labels: new Int32Array(classes > 0 ? count : 0) };
    return pair ? withPair(arrays, count * sizeOf(pair.shape)) : arrays;
  };

  function trainingBatch(seed: number, index: number, size: number, into: Batch): void {
    eachOfBatch(
      index * size,
      size,
      total,
      (epoch) => orderOf(seed, epoch),
      (example, at) => {
        draw('train', example, into.x, at);
        if (labelOf) into.labels[at] = labelOf('train', example);
      },
    );
    drawLater(into, (values) => {
      eachOfBatch(
        index * size,
        size,
        total,
        (epoch) => pairOrderOf(seed, epoch),
        (example, at) => {
          drawPair?.('train', example, values, at);
        },
      );
    });
  }

  return {
    ...rest,
    count: (split) => counts[split],
    batch(seed, index, size, into = room(size)) {
      trainingBatch(seed, index, size, into);
      return into;
    },
    examples(split, start, count) {
      checkRange(id, split, counts[split], start, count);
      const into = room(count);
      for (let i = 0; i < count; i++) {
        draw(split, start + i, into.x, i);
        if (labelOf) into.labels[i] = labelOf(split, start + i);
      }
      drawLater(into, (values) => {
        for (let i = 0; i < count; i++) drawPair?.(split, start + i, values, i);
      });
      return into;
    },
    ...(labelOf && {
      labels(split, start, count) {
        checkRange(id, split, counts[split], start, count);
        return Int32Array.from({ length: count }, (_, i) => labelOf(split, start + i));
      },
    }),
  };
}

/** Calls back with each example of `size` positions from `position` on, and its row. */
function eachOfBatch(
  position: number,
  size: number,
  total: number,
  orderOf: (epoch: number) => Uint32Array,
  visit: (example: number, at: number) => void,
): void {
  for (let done = 0; done < size;) {
    const epoch = Math.floor((position + done) / total);
    const start = position + done - epoch * total;
    const count = Math.min(size - done, total - start);
    const order = orderOf(epoch);
    for (let i = 0; i < count; i++) visit(order[start + i]!, done + i);
    done += count;
  }
}

/** Batches whose second domain is written once it is read, each with what writes it until then. */
const seconds = new WeakMap<Batch, { write?: ((values: Float32Array) => void) | undefined }>();

function drawLater(batch: Batch, write: (values: Float32Array) => void): void {
  const second = seconds.get(batch);
  if (second) second.write = write;
  else if (batch.pair) write(batch.pair);
}

/** A batch with a second domain of `length` values; see `seconds`. */
function withPair(arrays: Batch, length: number): Batch {
  const second: { write?: ((values: Float32Array) => void) | undefined } = {};
  let values: Float32Array | undefined;
  const batch: Batch = {
    ...arrays,
    get pair(): Float32Array {
      values ??= new Float32Array(length);
      second.write?.(values);
      second.write = undefined;
      return values;
    },
  };
  seconds.set(batch, second);
  return batch;
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
