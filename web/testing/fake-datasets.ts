import type { Catalogue } from '../../core/spec/catalogue.ts';
import { datasetCardOf } from '../../core/spec/dataset-card.ts';
import type { Chosen } from '../../core/spec/fields.ts';
import type {
  DatasetStatistics,
  ExamplesPage,
  ExamplesRequest,
  ImportedSetRecord,
  ImportReport,
  ImportRequest,
} from '../../worker/protocol/datasets.ts';
import type { LabEvent } from '../../worker/protocol/events.ts';
import { ringPoints } from './fake-pictures.ts';

/** Examples of a split of any fake set of images. */
const examplesEach = 100;

/** Imported sets that hold nothing but stripes, and pages of the other sets made of the same. */
export class FakeDatasets {
  readonly sets: ImportedSetRecord[] = [aSet('1', 'Pets', ['cat', 'dog', 'rabbit'])];
  readonly #emit: (event: LabEvent) => void;

  constructor(emit: (event: LabEvent) => void) {
    this.#emit = emit;
  }

  catalogue(catalogue: Catalogue): Catalogue {
    const sets = this.sets.map(({ id, title, shape, classes }) => ({ id, title, shape, classes: classes.length }));
    return { ...catalogue, ...(catalogue.imported && { imported: { ...catalogue.imported, sets } }) };
  }

  /** Takes a moment, so that its progress can be seen; leaves out what is called `broken`. */
  async import({ files, title }: ImportRequest): Promise<ImportReport> {
    for (let part = 1; part <= 3; part++) {
      this.#emit({ type: 'import', done: part / 3, what: files[0]?.path ?? '' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const broken = files.filter(({ path }) => path.includes('broken'));
    const set = aSet(String(this.sets.length + 1), title, ['cat', 'dog']);
    this.sets.unshift(set);
    this.#emit({ type: 'datasets-changed' });
    const skipped = broken.map(({ path }) => ({ name: path, reason: 'can’t be decoded' }));
    return { set, skipped, skippedCount: skipped.length, known: false };
  }

  remove(id: string): void {
    this.sets.splice(
      this.sets.findIndex((set) => set.id === id),
      1,
    );
    this.#emit({ type: 'datasets-changed' });
  }
}

function aSet(digit: string, title: string, classes: readonly string[]): ImportedSetRecord {
  const shape = [16, 16, 3];
  return {
    id: digit.repeat(64),
    title,
    kind: 'images',
    shape,
    classes,
    train: 240,
    test: 26,
    bytes: 266 * 768,
    format: 'Images',
    importedAt: Date.UTC(2026, 10, 23),
    skipped: 1,
    preview: Uint8Array.from(stripes(shape, 0, 12)),
  };
}

/** A page of the fake examples of any set. */
export function fakeExamples(catalogue: Catalogue, data: Chosen, request: ExamplesRequest): ExamplesPage {
  const card = datasetCardOf(catalogue, data)!;
  const { start, count, label } = request;
  if (card.shape.length === 1) {
    const points = ringPoints(count, 1, 7);
    const labels = Int32Array.from({ length: count }, (_, i) => i % Math.max(1, card.classes));
    return {
      shape: card.shape,
      values: points,
      labels: card.classes > 0 ? labels : new Int32Array(),
      total: Infinity,
      extent: 2,
    };
  }
  const total = label === undefined ? examplesEach : Math.floor(examplesEach / Math.max(1, card.classes));
  const length = Math.max(0, Math.min(count, total - start));
  return {
    shape: card.shape,
    // Augmented, they are other stripes.
    values: stripes(card.shape, start + (request.augment ? 40 + request.augment.draw : 0), length),
    labels:
      card.classes > 0 ? Int32Array.from({ length }, (_, i) => label ?? (start + i) % card.classes) : new Int32Array(),
    total,
    ...(card.pair && { pair: { shape: card.pair, values: stripes(card.pair, start + 3, length) } }),
  };
}

/** Fake figures of any set. */
export function fakeStatistics(catalogue: Catalogue, data: Chosen): DatasetStatistics {
  const card = datasetCardOf(catalogue, data)!;
  const parts = card.shape.at(-1)!;
  const isImage = card.shape.length > 1;
  return {
    train: isImage ? 240 : Infinity,
    test: isImage ? 26 : Infinity,
    examined: isImage ? 240 : 10_000,
    perClass: Array.from({ length: card.classes }, (_, label) => 20 + 7 * label),
    mean: Array.from({ length: parts }, (_, i) => 0.3 + 0.1 * i),
    std: Array.from({ length: parts }, () => 0.25),
    range: isImage ? [0, 1] : [-1.2, 1.3],
    ...(isImage && { repeated: 3, shared: { count: 1, compared: 26 }, black: 0.4, white: 0.02 }),
    histogram: {
      from: isImage ? 0 : -2,
      to: isImage ? 1 : 2,
      counts: Uint32Array.from({ length: 32 }, (_, i) => 100 + 20 * (i % 9)),
    },
    ...(isImage && {
      meanImage: { shape: card.shape, values: stripes(card.shape, 5, 1) },
      stdImage: { shape: card.shape, values: stripes(card.shape, 6, 1) },
    }),
  };
}

function stripes(shape: readonly number[], start: number, count: number): Uint8ClampedArray {
  const [height = 1, width = 1, channels = 1] = shape.slice(-3);
  const frames = shape.length === 4 ? shape[0]! : 1;
  const each = frames * height * width * channels;
  return Uint8ClampedArray.from({ length: count * each }, (_, i) => {
    const example = start + Math.floor(i / each);
    const frame = Math.floor((i % each) / (height * width * channels));
    const x = Math.floor(i / channels) % width;
    const channel = i % channels;
    return (x + example + frame) % (3 + (example % 5)) === 0 ? 220 - 60 * channel : 30 + 12 * (example % 7);
  });
}
