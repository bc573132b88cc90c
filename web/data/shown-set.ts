import type { Catalogue, DatasetCard } from '../../core/spec/catalogue.ts';
import { shapeText } from '../../core/spec/dataset-card.ts';
import type { Chosen } from '../../core/spec/fields.ts';
import type { ImportedSetRecord } from '../../worker/protocol/datasets.ts';

/** A dataset as the Data screen shows it: one of the app, or one that a person imported. */
export interface ShownSet {
  /** In the address: the kind, or the imported set's SHA-256. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly shape: readonly number[];
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Bytes to fetch, or that are stored. */
  readonly bytes: number;
  readonly licence: string;
  readonly source: string;
  readonly chosen: Chosen;
  readonly card?: DatasetCard;
  readonly imported?: ImportedSetRecord;
}

/** Every set there is: imported ones first. */
export function shownSets(catalogue: Catalogue, imported: readonly ImportedSetRecord[]): readonly ShownSet[] {
  return [...imported.map(importedSet), ...catalogue.datasets.map(builtInSet)];
}

function builtInSet(card: DatasetCard): ShownSet {
  const values = Object.fromEntries(Object.entries(card.fields).map(([name, field]) => [name, field.default]));
  const classes = card.classNames ?? Array.from({ length: card.classes }, (_, label) => String(label));
  return { ...card, classes, chosen: { kind: card.id, ...values }, card };
}

function importedSet(set: ImportedSetRecord): ShownSet {
  const { id, title, shape, classes, bytes, format, train, test, skipped } = set;
  const left = skipped === 0 ? '' : `; ${skipped} ${skipped === 1 ? 'file was' : 'files were'} left out`;
  return {
    id,
    title,
    summary: `${train} examples to train with, ${test} held out${left}.`,
    shape,
    classes,
    bytes,
    licence: 'Yours, or that of whoever made it',
    source: `Imported from ${format} on ${new Date(set.importedAt).toLocaleDateString()}`,
    chosen: { kind: 'imported', set: id, shape: shapeText(shape), classes: classes.length },
    imported: set,
  };
}

/** What an example is, in words: `28 x 28, grey`. */
export function shapeWords(shape: readonly number[]): string {
  if (shape.length === 1) return shape[0] === 2 ? 'points in the plane' : `${shape[0]} numbers`;
  const [height, width, channels] = shape.slice(-3);
  const frames = shape.length === 4 ? `${shape[0]} frames of ` : '';
  return `${frames}${height} x ${width}, ${channels === 1 ? 'grey' : channels === 3 ? 'colour' : `${channels} channels`}`;
}
