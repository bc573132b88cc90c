import type { Catalogue, DatasetCard } from './catalogue.ts';
import type { Chosen } from './fields.ts';

/** How imported sets are told from the others where one id names a dataset: this, then the set's SHA-256. */
const importedPrefix = 'imported/';

/** The id by which a choice of data is listed: its kind, or for an imported set that set alone. */
export function datasetId(chosen: Chosen): string {
  const set = importedIn(chosen);
  return set === undefined ? chosen.kind : `${importedPrefix}${set}`;
}

/** SHA-256 of the imported set that is chosen, where one is. */
export function importedIn({ kind, set }: Chosen): string | undefined {
  return kind === 'imported' && typeof set === 'string' ? set : undefined;
}

/** SHA-256 of the imported set that an id names; undefined for a built-in one. */
export function importedSetOf(id: string): string | undefined {
  return id.startsWith(importedPrefix) ? id.slice(importedPrefix.length) : undefined;
}

/** A shape as a setting holds it: `28x28x1`. */
export const shapeText = (shape: readonly number[]): string => shape.join('x');

/** The shape that a setting holds, or undefined where it is none. */
function shapeOf(text: unknown): readonly number[] | undefined {
  if (typeof text !== 'string' || !/^(2|\d{1,3}x\d{1,3}x[13])$/.test(text)) return undefined;
  const shape = text.split('x').map(Number);
  return shape.every((size) => size >= 1 && size <= 256) ? shape : undefined;
}

/**
 * The card of the chosen data. That of an imported set has its shape and classes from the settings, so that a spec can be
 * judged where the set itself is not, and its name where it is.
 * @returns undefined for a kind that there is none of.
 */
export function datasetCardOf(
  { datasets, imported }: Pick<Catalogue, 'datasets' | 'imported'>,
  chosen: Chosen,
): DatasetCard | undefined {
  if (!imported || chosen.kind !== imported.card.id) return datasets.find(({ id }) => id === chosen.kind);
  const set = imported.sets.find(({ id }) => id === chosen['set']);
  const { card } = imported;
  return {
    ...card,
    title: set?.title ?? `${card.title} ${(importedIn(chosen) ?? '').slice(0, 8)}`,
    shape: shapeOf(chosen['shape']) ?? card.shape,
    classes: Number(chosen['classes'] ?? 0),
  };
}

/** Cards of the imported sets of this device, each with the id by which it is listed. */
export function importedCards(catalogue: Pick<Catalogue, 'datasets' | 'imported'>): readonly DatasetCard[] {
  const { imported } = catalogue;
  return (imported?.sets ?? []).flatMap(({ id, shape, classes }) => {
    const chosen = { kind: 'imported', set: id, shape: shapeText(shape), classes };
    const card = datasetCardOf(catalogue, chosen);
    return card ? [{ ...card, id: datasetId(chosen) }] : [];
  });
}
