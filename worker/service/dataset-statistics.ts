import type { Dataset, Split } from '../../core/data/dataset.ts';
import type { DatasetStatistics } from '../protocol/datasets.ts';
import { histogramOf } from './histogram.ts';

/** Examples that statistics are of, at most, and their values: enough for every figure to two digits in a second or two. */
const examinedExamples = 10_000;
const examinedValues = 8_000_000;
/** Values that are made at once, some milliseconds of them. */
const tileValues = 100_000;

/** Figures of a dataset. @param breathe Lets others have the thread between two tiles. */
export async function statisticsOf(dataset: Dataset, breathe: () => Promise<void>): Promise<DatasetStatistics> {
  const { shape, classes } = dataset;
  const isImage = shape.length > 1;
  const each = shape.reduce((product, size) => product * size, 1);
  const most = Math.min(examinedExamples, Math.ceil(examinedValues / each));
  const parts = shape.at(-1)!;
  const perClass = Array.from({ length: classes }, () => 0);
  const sums = new Float64Array(parts);
  const squares = new Float64Array(parts);
  const mean = new Float64Array(each);
  const square = new Float64Array(each);
  const levels = new Uint32Array(256);
  const points: Float32Array[] = [];
  const known = new Set<number>();
  let [least, largest] = [Infinity, -Infinity];
  let repeated = 0;

  const examined = await eachTile(dataset, 'train', most, breathe, (x, labels) => {
    for (const label of labels) perClass[label] = (perClass[label] ?? 0) + 1;
    for (let start = 0; start < x.length; start += each) {
      for (let j = 0; j < each; j++) {
        const value = x[start + j]!;
        sums[j % parts]! += value;
        squares[j % parts]! += value * value;
        mean[j]! += value;
        square[j]! += value * value;
        if (value < least) least = value;
        if (value > largest) largest = value;
        if (isImage) levels[Math.max(0, Math.min(255, Math.floor(value * 255 + 0.5)))]!++;
      }
      const print = fingerprint(x, start, each);
      if (known.has(print)) repeated++;
      known.add(print);
    }
    if (!isImage) points.push(x.slice());
  });
  let shared = 0;
  const isFinite = dataset.count('train') < Infinity;
  const compared = isFinite
    ? await eachTile(dataset, 'test', most, breathe, (x) => {
        for (let start = 0; start < x.length; start += each) if (known.has(fingerprint(x, start, each))) shared++;
      })
    : 0;

  const values = (examined * each) / parts;
  const means = Array.from(sums, (sum) => sum / values);
  const deviation = (sum: number, squareSum: number, n: number): number =>
    Math.sqrt(Math.max(0, squareSum / n - (sum / n) ** 2));
  return {
    train: dataset.count('train'),
    test: dataset.count('test'),
    examined,
    perClass,
    mean: means,
    std: Array.from(squares, (sum, i) => deviation(sums[i]!, sum, values)),
    range: [least, largest],
    ...(isFinite && { repeated, shared: { count: shared, compared } }),
    ...(isImage
      ? {
          histogram: { from: 0, to: 1, counts: binned(levels) },
          black: levels[0]! / (examined * each),
          white: levels[255]! / (examined * each),
          meanImage: { shape, values: Uint8ClampedArray.from(mean, (sum) => (255 * sum) / examined) },
          stdImage: {
            shape,
            values: Uint8ClampedArray.from(square, (sum, j) => 2 * 255 * deviation(mean[j]!, sum, examined)),
          },
        }
      : { histogram: histogramOf(points, true) }),
  };
}

/** Calls back with the first examples of a split, some at a time. @returns how many there were. */
async function eachTile(
  dataset: Dataset,
  split: Split,
  most: number,
  breathe: () => Promise<void>,
  visit: (x: Float32Array, labels: Int32Array) => void,
): Promise<number> {
  const total = Math.min(most, dataset.count(split));
  const tile = Math.ceil(tileValues / dataset.shape.reduce((product, size) => product * size, 1));
  for (let start = 0; start < total; start += tile) {
    const { x, labels } = dataset.examples(split, start, Math.min(tile, total - start));
    visit(x, labels);
    await breathe();
  }
  return total;
}

/**
 * 53 bits by which equal examples are known: two hashes in the manner of MurmurHash3, each with a constant of its own.
 * Among the examples looked at, two that differ are taken for equal with a probability below 1e-7.
 */
function fingerprint(x: Float32Array, start: number, length: number): number {
  const words = new Uint32Array(x.buffer, x.byteOffset + 4 * start, length);
  let [a, b] = [0x9747b28c, 0x3c6ef372];
  for (let i = 0; i < length; i++) {
    const word = words[i]!;
    a = Math.imul(a ^ Math.imul(word, 0xcc9e2d51), 0x1b873593);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ Math.imul(word, 0x85ebca6b), 0xc2b2ae35);
    b = (b << 15) | (b >>> 17);
  }
  return (a >>> 0) * 2 ** 21 + (b >>> 11);
}

/** 256 counts in 32 bins. */
function binned(counts: Uint32Array): Uint32Array {
  const bins = new Uint32Array(32);
  counts.forEach((count, value) => (bins[value >> 3]! += count));
  return bins;
}
