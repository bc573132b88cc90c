import type { DatasetCard } from '../spec/catalogue.ts';
import { imported } from './imported.ts';
import { sources } from './registry.ts';

/** The kind of set that people bring: none of it is there until they do. */
export const importedKind = { card: imported.card, sets: [] } as const;

/** Every dataset that can be chosen, described as plain data. */
export const datasets: readonly DatasetCard[] = sources.map(({ card }) => card);
