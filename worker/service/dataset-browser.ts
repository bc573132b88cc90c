import type { Dataset, Split } from '../../core/data/dataset.ts';
import type { DatasetStatistics, ExamplesPage, ExamplesRequest } from '../protocol/datasets.ts';
import { histogramOf } from './histogram.ts';

/** Examples that statistics are of, at most, and their values: enough for every figure to two digits in a second or two. */
const examinedExamples = 10_000;
const examinedValues = 8_000_000;
/** Examples among which those of a class are looked for. */
const searchedExamples = 100_000;
const searchedTile = 1000;
/** Values that are made at once, some milliseconds of them. */
const tileValues = 100_000;
/** Examples on one page, at most. */
const mostOnPage = 4000;

/** Places of the examples of each class in a split. Sets are searched once. */
const places = new WeakMap<Dataset, Partial<Record<Split, number[][]>>>();

/** Some examples of a dataset, of one class where that is asked for. */
export function pageOf(dataset: Dataset, { split, start, count, label }: ExamplesRequest): ExamplesPage {
  const all = dataset.count(split);
  const wanted = label === undefined ? undefined : (placesOf(dataset, split)[label] ?? []);
  const total = wanted?.length ?? all;
  const from = Math.max(0, Math.min(start, total));
  const length = Math.max(0, Math.min(count, mostOnPage, total - from));
  const each = sizeOf(dataset.shape);
  const values = dataset.shape.length === 1 ? new Float32Array(length * each) : new Uint8ClampedArray(length * each);
  const labels = new Int32Array(dataset.classes > 0 ? length : 0);
  const pairShape = dataset.pair?.shape;
  const pair = pairShape && new Uint8ClampedArray(length * sizeOf(pairShape));
  const area = dataset.shape.length === 3 ? dataset.shape[0]! * dataset.shape[1]! : 0;
  const lesions = dataset.lesions && new Uint8Array(length * area);
  const take = (place: number, number: number, at: number): void => {
    const batch = dataset.examples(split, place, number);
    put(values, batch.x, at * each);
    if (labels.length > 0) labels.set(batch.labels, at);
    if (pair && batch.pair) put(pair, batch.pair, at * sizeOf(pairShape));
    lesions?.set(dataset.lesions!(split, place, number), at * area);
  };
  if (wanted) for (let i = 0; i < length; i++) take(wanted[from + i]!, 1, i);
  else if (length > 0) take(from, length, 0);
  return {
    shape: dataset.shape,
    values,
    labels,
    total,
    ...(pair && { pair: { shape: pairShape, values: pair } }),
    ...(lesions && { lesions }),
    ...(dataset.extent !== undefined && { extent: dataset.extent }),
  };
}

/** Figures of a dataset. @param breathe Lets others have the thread between two tiles. */
export async function statisticsOf(dataset: Dataset, breathe: () => Promise<void>): Promise<DatasetStatistics> {
  const { shape, classes } = dataset;
  const isImage = shape.length > 1;
  const each = sizeOf(shape);
  const examined = Math.min(examinedExamples, Math.ceil(examinedValues / each), dataset.count('train'));
  const tile = Math.ceil(tileValues / each);
  const parts = shape.at(-1)!;
  const perClass = Array.from({ length: classes }, () => 0);
  const sums = new Float64Array(parts);
  const squares = new Float64Array(parts);
  const mean = new Float64Array(each);
  const counts = new Uint32Array(256);
  const points: Float32Array[] = [];
  for (let start = 0; start < examined; start += tile) {
    const { x, labels } = dataset.examples('train', start, Math.min(tile, examined - start));
    for (const label of labels) perClass[label] = (perClass[label] ?? 0) + 1;
    for (let i = 0; i < x.length; i++) {
      const value = x[i]!;
      sums[i % parts]! += value;
      squares[i % parts]! += value * value;
      mean[i % each]! += value;
      if (isImage) counts[Math.max(0, Math.min(255, Math.floor(value * 255 + 0.5)))]!++;
    }
    if (!isImage) points.push(x.slice());
    await breathe();
  }
  const values = (examined * each) / parts;
  const means = Array.from(sums, (sum) => sum / values);
  return {
    train: dataset.count('train'),
    test: dataset.count('test'),
    examined,
    perClass,
    mean: means,
    std: Array.from(squares, (square, i) => Math.sqrt(Math.max(0, square / values - means[i]! ** 2))),
    histogram: isImage ? { from: 0, to: 1, counts: binned(counts) } : histogramOf(points, true),
    ...(isImage && { meanImage: { shape, values: Uint8ClampedArray.from(mean, (sum) => (255 * sum) / examined) } }),
  };
}

/** 256 counts in 32 bins. */
function binned(counts: Uint32Array): Uint32Array {
  const bins = new Uint32Array(32);
  counts.forEach((count, value) => (bins[value >> 3]! += count));
  return bins;
}

function placesOf(dataset: Dataset, split: Split): number[][] {
  const known = places.get(dataset) ?? {};
  places.set(dataset, known);
  if (known[split]) return known[split];
  const found = Array.from({ length: dataset.classes }, (): number[] => []);
  const searched = Math.min(searchedExamples, dataset.count(split));
  const labelsOf = (start: number, count: number): Int32Array =>
    dataset.labels?.(split, start, count) ?? dataset.examples(split, start, count).labels;
  for (let start = 0; start < searched; start += searchedTile) {
    const labels = labelsOf(start, Math.min(searchedTile, searched - start));
    labels.forEach((label, i) => found[label]?.push(start + i));
  }
  return (known[split] = found);
}

/** Puts values of a batch into a page: pixels from 0 to 1 become bytes. */
function put(into: Float32Array | Uint8ClampedArray, from: Float32Array, at: number): void {
  if (into instanceof Float32Array) into.set(from, at);
  else for (let i = 0; i < from.length; i++) into[at + i] = 255 * from[i]!;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
