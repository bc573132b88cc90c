import type { ImportOptions, SetHeader, Skipped } from '../../core/data/import/imported-set.ts';
import type { ImportFile } from '../../core/data/import/sources.ts';
import type { Augment } from '../../core/spec/run-spec.ts';
import type { Histogram } from './records.ts';

export type { ImportFile, ImportOptions, Skipped };

/** An imported set as the store keeps it, without its examples. */
export interface ImportedSetRecord extends SetHeader {
  /** SHA-256 of its packed content, hex. */
  readonly id: string;
  readonly title: string;
  /** Of the packed content. */
  readonly bytes: number;
  /** Format that it was read from. */
  readonly format: string;
  /** Milliseconds since the epoch. */
  readonly importedAt: number;
  /** Files that were left out. */
  readonly skipped: number;
  /** Its first examples, to show: values as in the set. */
  readonly preview: Uint8Array | Float32Array;
}

export interface ImportRequest {
  readonly files: readonly ImportFile[];
  readonly title: string;
  readonly options: ImportOptions;
}

export interface ImportReport {
  readonly set: ImportedSetRecord;
  /** The first of the files that were left out, and how many there are. */
  readonly skipped: readonly Skipped[];
  readonly skippedCount: number;
  /** Whether the same set was here already. */
  readonly known: boolean;
}

/** How far an import is. */
export interface ImportProgress {
  /** 0 to 1. */
  readonly done: number;
  /** The file that it is at. */
  readonly what: string;
}

export interface ExamplesRequest {
  readonly split: 'train' | 'test';
  /** Of the examples that are asked for, where a class is given of those of it. */
  readonly start: number;
  readonly count: number;
  readonly label?: number;
  /** Changes each by chance before it is shown, as training would; another `draw`, from 0, is another chance. */
  readonly augment?: { readonly by: Augment; readonly draw: number };
}

/** Some examples of a dataset. */
export interface ExamplesPage {
  readonly shape: readonly number[];
  /** `[n, ...shape]`: images 0 to 255, points as coordinates. */
  readonly values: Uint8ClampedArray | Float32Array;
  /** Class of each; empty when unlabelled. */
  readonly labels: Int32Array;
  /** Examples that could be asked for; Infinity for sets that are drawn without end. */
  readonly total: number;
  /** The second domain's example beside each, 0 to 255. */
  readonly pair?: { readonly shape: readonly number[]; readonly values: Uint8ClampedArray };
  /** Where the set has lesions: 1 inside, `[n, height, width]`. */
  readonly lesions?: Uint8Array;
  /** Half-width of the square that holds points. */
  readonly extent?: number;
}

/** Figures of a dataset, from its first examples to train with. */
export interface DatasetStatistics {
  /** Examples of each split; Infinity for sets that are drawn without end. */
  readonly train: number;
  readonly test: number;
  /** Examples that the figures below are of. */
  readonly examined: number;
  /** Examples of each class; empty when unlabelled. */
  readonly perClass: readonly number[];
  /** Of all values: pixels from 0 to 1, or coordinates; by channel or coordinate. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** The least and the largest value. */
  readonly range: readonly [least: number, largest: number];
  readonly histogram: Histogram;
  /** Of a finite set: examples that equal an earlier one in every value. */
  readonly repeated?: number;
  /** Of a finite set: how many of the first held-out examples equal one of those. */
  readonly shared?: { readonly count: number; readonly compared: number };
  /** Of images: the share of values that are 0, and that are 1, to a byte. */
  readonly black?: number;
  readonly white?: number;
  /** Of images: mean of the examples, 0 to 255, `shape`. */
  readonly meanImage?: { readonly shape: readonly number[]; readonly values: Uint8ClampedArray };
  /** Of images: twice the standard deviation of each value, 0 to 255, `shape`: half is the most that there can be. */
  readonly stdImage?: { readonly shape: readonly number[]; readonly values: Uint8ClampedArray };
}
