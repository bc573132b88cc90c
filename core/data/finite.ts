import { permutation } from '../random/stream.ts';
import type { Batch, Dataset, Split } from './dataset.ts';

interface FiniteDescription extends Pick<
  Dataset,
  'id' | 'shape' | 'classes' | 'pair' | 'factors' | 'lesions' | 'digits'
> {
  readonly counts: Readonly<Record<Split, number>>;
  /** Writes example `index` of a split as row `at` of `x`. Every value of the row is written. */
  draw: Row<Float32Array>;
  /** Class of example `index` of a split; where there are classes. */
  labelOf?(split: Split, index: number): number;
  /** Writes the second domain of example `index` as row `at` of `into`; where there is a `pair`. */
  drawPair?: Row<Float32Array>;
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

  /** Writes the rows of training batch `index`. It makes nothing of its own: this is a part of every step. */
  function writeBatch<Into>(
    seed: number,
    index: number,
    size: number,
    orderOf: Orders,
    row: Row<Into>,
    into: Into,
  ): void {
    for (let done = 0; done < size;) {
      const position = index * size + done;
      const epoch = Math.floor(position / total);
      const start = position - epoch * total;
      const count = Math.min(size - done, total - start);
      const order = orderOf(seed, epoch);
      for (let i = 0; i < count; i++) row('train', order[start + i]!, into, done + i);
      done += count;
    }
  }

  const drawPairLater = (seed: number, index: number, size: number, into: Batch): void =>
    drawLater(into, (values) => writeBatch(seed, index, size, pairOrderOf, drawPair!, values));

  const drawLabel: Row<Int32Array> = (split, index, into, at) => {
    into[at] = labelOf!(split, index);
  };

  return {
    ...rest,
    count: (split) => counts[split],
    batch(seed, index, size, into = room(size)) {
      writeBatch(seed, index, size, orderOf, draw, into.x);
      if (labelOf) writeBatch(seed, index, size, orderOf, drawLabel, into.labels);
      if (drawPair) drawPairLater(seed, index, size, into);
      return into;
    },
    examples(split, start, count) {
      checkRange(id, split, counts[split], start, count);
      const into = room(count);
      for (let i = 0; i < count; i++) {
        draw(split, start + i, into.x, i);
        if (labelOf) drawLabel(split, start + i, into.labels, i);
      }
      if (drawPair) {
        drawLater(into, (values) => {
          for (let i = 0; i < count; i++) drawPair(split, start + i, values, i);
        });
      }
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

/** Writes example `index` of a split as row `at` of `into`. */
type Row<Into> = (split: Split, index: number, into: Into, at: number) => void;

/** Permutation of the examples of an epoch. */
type Orders = (seed: number, epoch: number) => Uint32Array;

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
function epochOrders(stream: string, total: number): Orders {
  const kept: { seed: number; epoch: number; order: Uint32Array }[] = [];
  return (seed, epoch) => {
    for (const entry of kept) if (entry.seed === seed && entry.epoch === epoch) return entry.order;
    const order = permutation(seed, stream, epoch, total);
    kept.unshift({ seed, epoch, order });
    kept.length = Math.min(kept.length, 2);
    return order;
  };
}
