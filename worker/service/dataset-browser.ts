import { augmenterOf } from '../../core/data/augment/augment.ts';
import type { Dataset, Split } from '../../core/data/dataset.ts';
import type { ExamplesPage, ExamplesRequest } from '../protocol/datasets.ts';

/** Examples among which those of a class are looked for. */
const searchedExamples = 100_000;
const searchedTile = 1000;
/** Examples on one page, at most. */
const mostOnPage = 4000;

/** Seed of the augmentations that are shown. */
const shownSeed = 0;

/** Places of the examples of each class in a split. Sets are searched once. */
const places = new WeakMap<Dataset, Partial<Record<Split, number[][]>>>();

/** Some examples of a dataset, of one class or augmented where that is asked for. */
export function pageOf(dataset: Dataset, request: ExamplesRequest): ExamplesPage {
  const { split, start, count, label, augment } = request;
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
  const change = augment && augmenterOf(dataset, augment.by);
  // Where the lesions are is known of the examples as they are.
  const lesions = dataset.lesions && !augment ? new Uint8Array(length * area) : undefined;
  const take = (place: number, number: number, at: number): void => {
    const batch = dataset.examples(split, place, number);
    change?.(batch, number, shownSeed, augment!.draw * mostOnPage + at);
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
