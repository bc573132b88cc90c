import type { DatasetCard } from '../spec/catalogue.ts';
import { sources } from './registry.ts';

/** Every dataset that can be chosen, described as plain data. */
export const datasets: readonly DatasetCard[] = sources.map(({ card }) => card);
