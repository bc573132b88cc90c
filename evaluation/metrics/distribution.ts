import type { Dataset } from '../../core/data/dataset.ts';
import type { Extractor } from '../metric.ts';

/** Samples below which the bias of a feature distance is large enough to mislead. */
const ampleSamples = 10_000;

/** Whether an extractor knows the examples: images and points, but no sequences. */
export function hasFeatures({ shape }: Dataset): boolean {
  return shape.length === 1 || shape.length === 3;
}

/** How a figure names the extractor that it was made with. */
export function reference({ id, sha256 }: Extractor): { id: string; sha256: string } {
  return { id, sha256 };
}

/** A sentence of warning where the sample is small, else nothing. */
export function smallSampleNote(count: number): string {
  return count < ampleSamples ? ` Only ${count} samples on each side: compare at equal counts only.` : '';
}
